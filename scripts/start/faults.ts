/** What went wrong, in one sentence with the remedy, for the reader of the terminal. */
export function inOneSentence(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || /ENOSPC|No space left on device/.test(message))
    return "Il n'y a plus de place sur le disque : libérez environ 1 Go, puis relancez."
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return (
      `${path ?? 'Le dossier du projet'} n'est pas accessible en écriture pour cet utilisateur (${code}) : ` +
      'une commande lancée par root l’a sans doute créé ; rendez-le à votre utilisateur avec chown, ou supprimez-le.'
    )
  return message || String(error)
}
