import { typeset } from '../ui/language.ts'

const fr = {
  name: 'Thé Tip Top',
  nav: { label: 'Navigation', play: 'Jouer', mine: 'Mes gains', rules: 'Règlement' },
  signIn: 'Se connecter',
  otherLanguage: 'English',
}

const en: typeof fr = {
  name: 'Thé Tip Top',
  nav: { label: 'Navigation', play: 'Play', mine: 'My prizes', rules: 'Rules' },
  signIn: 'Sign in',
  otherLanguage: 'Français',
}

export const siteWords = typeset({ fr, en })
