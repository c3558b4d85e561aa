/** Returns the name after the French "of": `de Camille`, `d’Ada`. */
export function ofName(name: string): string {
  return /^[aeiouàâäéèêëîïôöûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`
}
