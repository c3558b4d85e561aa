import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Lettre de Thé Tip Top',
  ask: 'Vous ne voulez plus recevoir la lettre de Thé Tip Top ?',
  act: 'Me désinscrire',
  busy: 'Nous vous désinscrivons…',
  doneTitle: 'C’est fait : vous ne recevrez plus la lettre',
  done: 'Votre compte et vos lots restent tels qu’ils sont. Vous pouvez vous réinscrire à tout moment dans « Mon compte ».',
  wrongTitle: 'Ce lien de désinscription n’est pas valable',
  wrong: 'Ouvrez le lien entier depuis la lettre, ou décochez-la dans « Mon compte ».',
  failedTitle: 'Vous n’êtes pas encore désinscrit',
  retry: 'Réessayer',
  account: 'Voir mon compte',
}

const en: typeof fr = {
  title: 'Thé Tip Top newsletter',
  ask: 'Do you no longer want to receive the Thé Tip Top newsletter?',
  act: 'Unsubscribe',
  busy: 'Unsubscribing you…',
  doneTitle: 'Done: you will no longer receive the newsletter',
  done: 'Your account and your prizes stay as they are. You can subscribe again at any time under “My account”.',
  wrongTitle: 'This unsubscribe link is not valid',
  wrong: 'Open the complete link from the newsletter, or untick the newsletter under “My account”.',
  failedTitle: 'You have not been unsubscribed yet',
  retry: 'Try again',
  account: 'View my account',
}

/** The words of the page behind the link of a newsletter. */
export const newsletterWords = typeset({ fr, en })
