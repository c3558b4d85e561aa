import { typeset } from '../ui/language.ts'

const fr = {
  house: 'Maison de thés biologiques. Dix boutiques, dont la dixième ouvre à Nice.',
  responsibly: 'Jeu réservé aux personnes majeures, avec obligation d’achat.',
  about: 'Informations sur le site',
  rules: 'Règlement du jeu',
  notice: 'Mentions légales',
  privacy: 'Confidentialité',
  cookies: 'Cookies',
  siteMap: 'Plan du site',
}

const en: typeof fr = {
  house: 'An organic tea house. Ten shops, the tenth opening in Nice.',
  responsibly: 'Adults only. Purchase required.',
  about: 'About this site',
  rules: 'Rules of the contest',
  notice: 'Legal notice',
  privacy: 'Privacy',
  cookies: 'Cookies',
  siteMap: 'Site map',
}

/** Separate from the other words of the frame, which browsers load: only the server renders the footer. */
export const footerWords = typeset({ fr, en })
