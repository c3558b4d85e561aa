import { typeset } from '../../ui/language.ts'

const fr = {
  label: 'Votre boutique (facultatif)',
  none: 'Aucune choisie',
  hint: 'Votre lot y sera parmi les premiers de la file.',
  saved: (shop: string) => `C’est noté : ${shop}.`,
  removed: 'C’est noté : aucune boutique.',
  failed: 'Le choix n’a pas pu être noté. Le code suffit pour retirer votre lot.',
}

const en: typeof fr = {
  label: 'Your shop (optional)',
  none: 'None chosen',
  hint: 'Your prize will be among the first in its queue.',
  saved: shop => `Saved: ${shop}.`,
  removed: 'Saved: no shop.',
  failed: 'Your choice could not be saved. The code is enough to collect your prize.',
}

/** The words with which a player says where they collect. */
export const pickupWords = typeset({ fr, en })
