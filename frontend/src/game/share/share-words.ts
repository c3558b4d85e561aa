import { typeset } from '../../ui/language.ts'

const fr = {
  share: 'Partager',
  busy: 'Préparation…',
  saved: 'L’image est dans vos téléchargements.',
  failed: 'L’image n’a pas pu être préparée. Rechargez la page, puis réessayez.',
}
const en: typeof fr = {
  share: 'Share',
  busy: 'Preparing…',
  saved: 'The picture is in your downloads.',
  failed: 'The picture could not be prepared. Reload the page, then try again.',
}

/** The words beside a prize that can be shared. */
export const shareWords = typeset({ fr, en })
