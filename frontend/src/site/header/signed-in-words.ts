import { typeset } from '../../ui/language.ts'

const fr = {
  signOut: 'Se déconnecter',
  signedInAs: 'Connecté :',
  account: 'mon compte',
  signOutFailed: 'La déconnexion n’a pas abouti. Réessayez.',
}
const en: typeof fr = {
  signOut: 'Sign out',
  signedInAs: 'Signed in as',
  account: 'my account',
  signOutFailed: 'We could not sign you out. Try again.',
}

export const signedInWords = typeset({ fr, en })
