import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Pas de réseau pour le moment',
  text: 'Cette page a besoin d’une connexion. Vos gains, eux, s’ouvrent sans réseau si vous les avez déjà vus sur cet appareil.',
  prizes: 'Voir mes gains',
  again: 'Réessayer',
}

const en: typeof fr = {
  title: 'No network for the moment',
  text: 'This page needs a connection. Your prizes open without one if you have already seen them on this device.',
  prizes: 'See my prizes',
  again: 'Try again',
}

/** The words of the page that the service worker shows while the network is away. */
export const offlineWords = typeset({ fr, en })
