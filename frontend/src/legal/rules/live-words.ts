import { typeset } from '../../ui/language.ts'

const fr = {
  retry: 'Réessayer',
  dates: {
    later:
      'Les dates exactes s’affichent ici dès que nos serveurs répondent ; elles sont aussi sur la page d’accueil et dans le règlement déposé.',
    receipts: 'Remise des tickets',
    receiptsFromTo: (from: string, to: string) => `du ${from} au ${to}`,
    plays: 'Jouer un code',
    claims: 'Retirer un lot',
    until: (day: string) => `jusqu’au ${day}`,
  },
  prizes: {
    all: (count: string) => `Le jeu compte ${count} tickets, tous gagnants.`,
    prize: 'Lot',
    quota: 'Nombre',
    share: 'Part',
    value: 'Valeur',
    noValue: 'sans valeur indiquée',
  },
  allotment: {
    later: 'La racine s’affiche ici dès que nos serveurs répondent ; elle est dans l’acte déposé.',
    none: 'La répartition n’est pas encore faite : sa racine s’affichera ici avant l’ouverture.',
    root: 'Racine de la répartition',
    digest: 'Empreinte de la répartition',
  },
}

const en: typeof fr = {
  retry: 'Try again',
  dates: {
    later:
      'The exact dates appear here as soon as our servers answer; they are also on the home page and in the deposited rules.',
    receipts: 'Receipts handed out',
    receiptsFromTo: (from, to) => `from ${from} to ${to}`,
    plays: 'Playing a code',
    claims: 'Collecting a prize',
    until: day => `until ${day}`,
  },
  prizes: {
    all: count => `The contest has ${count} tickets, all of them winning.`,
    prize: 'Prize',
    quota: 'Number',
    share: 'Share',
    value: 'Value',
    noValue: 'no value stated',
  },
  allotment: {
    later: 'The root appears here as soon as our servers answer; it is in the deposited statement.',
    none: 'The allotment has not been made yet: its root will appear here before the opening.',
    root: 'Root of the allotment',
    digest: 'Digest of the allotment',
  },
}

/** The words around the figures of the contest in the rules, and those shown until the figures load. */
export const liveWords = typeset({ fr, en })
