import type { ContestPhase } from '@tiptop/contract/contest.ts'
import { typeset } from '../../ui/language.ts'

const fr = {
  heading: {
    before: 'Ouverture du jeu dans',
    open: 'Fin du jeu dans',
    'claim-only': 'Le jeu est terminé. Fin du retrait des lots dans',
    closed: 'Le jeu est terminé',
  } satisfies Record<ContestPhase, string>,
  sentence: {
    before: (day: string) => `Le jeu ouvre le ${day}.`,
    open: (day: string) => `Les codes se jouent jusqu’au ${day}.`,
    'claim-only': (day: string) => `Les lots se retirent en boutique jusqu’au ${day}.`,
    closed: (day: string) => `Les derniers lots ont été remis le ${day}. Merci à tous les participants.`,
  } satisfies Record<ContestPhase, (day: string) => string>,
  units: { days: 'jours', hours: 'heures', minutes: 'min', seconds: 's' },
  unknown: 'Les dates du jeu ne peuvent pas être affichées pour le moment.',
}

const en: typeof fr = {
  heading: {
    before: 'The contest opens in',
    open: 'The contest ends in',
    'claim-only': 'The contest has ended. Prizes can be collected for another',
    closed: 'The contest has ended',
  },
  sentence: {
    before: day => `The contest opens on ${day}.`,
    open: day => `Codes can be played until ${day}.`,
    'claim-only': day => `Prizes can be collected in our shops until ${day}.`,
    closed: day => `The last prizes were handed over on ${day}. Thank you to everyone who took part.`,
  },
  units: { days: 'days', hours: 'hours', minutes: 'min', seconds: 's' },
  unknown: 'We cannot show the dates of the contest at the moment.',
}

export const clockWords = typeset({ fr, en })
