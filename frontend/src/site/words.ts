import { typeset } from '../ui/language.ts'

const fr = {
  name: 'Thé Tip Top',
  nav: { label: 'Navigation', play: 'Jouer', mine: 'Mes gains', rules: 'Règlement' },
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  signedInAs: 'Connecté :',
  account: 'mon compte',
  signOutFailed: 'La déconnexion n’a pas abouti. Réessayez.',
  otherLanguage: 'English',
}

const en: typeof fr = {
  name: 'Thé Tip Top',
  nav: { label: 'Navigation', play: 'Play', mine: 'My prizes', rules: 'Rules' },
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: 'Signed in as',
  account: 'my account',
  signOutFailed: 'We could not sign you out. Try again.',
  otherLanguage: 'Français',
}

export const siteWords = typeset({ fr, en })
