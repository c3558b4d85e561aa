/** As `htpasswd -nB` writes it: a name and a bcrypt hash. A costly hash would keep nginx from its other work. */
const LINE = /^[^:\s]+:\$2[aby]\$(0[4-9]|10)\$[./A-Za-z\d]{53}$/

/**
 * Checks the names and passwords that open the control room; an empty file keeps it closed.
 * @returns what is wrong with them, in French and without quoting any; null if nothing is
 */
export function doorKeysFault(file: string, text: string): string | null {
  const wrong = text.split('\n').findIndex(line => line.trim() && !LINE.test(line.trim()))
  if (wrong < 0) return null
  return (
    `${file}, ligne ${wrong + 1} : ce n'est pas « nom:$2y$… » avec un coût de 4 à 10. ` +
    `« htpasswd -nB -C 8 nom » l'écrit ; vide, la salle de contrôle reste fermée.`
  )
}
