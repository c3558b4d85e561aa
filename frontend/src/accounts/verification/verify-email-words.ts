import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Vérification de votre adresse',
  ask: 'Vous avez créé un compte avec cette adresse ? Confirmez-la. Sinon, fermez simplement cette page.',
  act: 'Confirmer mon adresse',
  busy: 'Nous vérifions votre adresse…',
  doneTitle: 'Votre adresse est vérifiée',
  done: 'Merci ! Tout est en ordre.',
  failedTitle: 'Nous n’avons pas pu vérifier votre adresse',
  retry: 'Réessayer',
  play: 'Jouer un code',
}

const en: typeof fr = {
  title: 'Confirming your address',
  ask: 'Did you create an account with this address? Confirm it. If not, simply close this page.',
  act: 'Confirm my address',
  busy: 'We are confirming your address…',
  doneTitle: 'Your address is confirmed',
  done: 'Thank you! You are all set.',
  failedTitle: 'We could not confirm your address',
  retry: 'Try again',
  play: 'Play a code',
}

/** The words of the page behind the link that confirms a new address. */
export const verifyEmailWords = typeset({ fr, en })
