import { typeset } from '../../ui/language.ts'

const fr = {
  open: 'Montrer en boutique',
  busy: 'Préparation…',
  failed: 'Le QR code n’a pas pu être chargé. Montrez le code écrit ci-dessus.',
}
const en: typeof fr = {
  open: 'Show in the shop',
  busy: 'Preparing…',
  failed: 'The QR code could not be loaded. Show the code above instead.',
}

/** The words beside each prize that is waiting. */
export const shopCodeWords = typeset({ fr, en })
