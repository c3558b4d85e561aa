import type { Words } from '../ui/language.ts'

const fr = {
  name: 'Thé Tip Top',
  skip: 'Aller au contenu',
  nav: { label: 'Navigation', play: 'Jouer', mine: 'Mes gains', rules: 'Règlement' },
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  signedInAs: 'Connecté :',
  signOutFailed: 'La déconnexion n’a pas abouti. Réessayez.',
  otherLanguage: 'English',
  footer: {
    house: 'Maison de thés biologiques. Dix boutiques, dont la dixième ouvre à Nice.',
    responsibly: 'Jeu réservé aux personnes majeures, avec obligation d’achat.',
    rules: 'Règlement du jeu',
  },
}

const en: typeof fr = {
  name: 'Thé Tip Top',
  skip: 'Skip to content',
  nav: { label: 'Navigation', play: 'Play', mine: 'My prizes', rules: 'Rules' },
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: 'Signed in:',
  signOutFailed: 'Signing out did not succeed. Try again.',
  otherLanguage: 'Français',
  footer: {
    house: 'A house of organic teas. Ten shops, the tenth opening in Nice.',
    responsibly: 'For adults only, purchase required.',
    rules: 'Rules of the contest',
  },
}

export const siteWords: Words<typeof fr> = { fr, en }
