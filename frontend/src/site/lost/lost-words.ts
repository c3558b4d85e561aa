import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Cette page s’est évaporée',
  text: 'L’adresse est peut-être mal écrite, ou la page n’existe plus.',
  home: 'Retour à l’accueil',
}

const en: typeof fr = {
  title: 'This page has evaporated',
  text: 'The address may be misspelt, or the page no longer exists.',
  home: 'Back to the home page',
}

/** The words for a page that does not exist. */
export const lostWords = typeset({ fr, en })
