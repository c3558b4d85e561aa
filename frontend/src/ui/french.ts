/** `de Camille`, `d’Ada`: of somebody, in French. */
export function ofName(name: string): string {
  return /^[aeiouàâäéèêëîïôöûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`
}
