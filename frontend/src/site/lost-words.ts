import type { Words } from '../ui/language.ts'

const fr = {
  notFound: {
    title: 'Cette page s’est évaporée',
    text: 'L’adresse est peut-être mal écrite, ou la page n’existe plus.',
    home: 'Retour à l’accueil',
  },
  broken: {
    title: 'Quelque chose n’a pas infusé',
    text: 'La page a rencontré un problème. Vos gains sont en sécurité.',
    retry: 'Réessayer',
  },
}

const en: typeof fr = {
  notFound: {
    title: 'This page has evaporated',
    text: 'The address may be misspelt, or the page no longer exists.',
    home: 'Back to the home page',
  },
  broken: {
    title: 'Something did not brew',
    text: 'The page ran into a problem. Your prizes are safe.',
    retry: 'Try again',
  },
}

/** The words for a page that does not exist, and for one that broke. */
export const lostWords: Words<typeof fr> = { fr, en }
