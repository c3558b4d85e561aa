import type { PlayerTicket } from '@tiptop/contract/game.ts'
import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Mes gains',
  lead: 'Présentez-vous en boutique avec une pièce d’identité pour les retirer.',
  loading: 'Chargement de vos gains…',
  emptyTitle: 'Pas encore de gain',
  empty: 'Chaque code gagne : jouez le vôtre, votre lot viendra s’inscrire ici.',
  play: 'Jouer un code',
  more: 'Afficher les suivants',
  moreBusy: 'Chargement…',
  retry: 'Réessayer',
  code: 'Code',
  states: { pending: 'À retirer', expired: 'Délai dépassé', claimed: 'Remis' } satisfies Record<
    PlayerTicket['status'],
    string
  >,
  when: {
    pending: (day: string) => `en boutique jusqu’au ${day}`,
    expired: (day: string) => `pouvait être retiré jusqu’au ${day}`,
    claimed: (day: string) => `le ${day}`,
  } satisfies Record<PlayerTicket['status'], (day: string) => string>,
}

const en: typeof fr = {
  title: 'My prizes',
  lead: 'To collect them, come to one of our shops with your identity card.',
  loading: 'Loading your prizes…',
  emptyTitle: 'No prizes yet',
  empty: 'Every code wins: play yours, and your prize will appear here.',
  play: 'Play a code',
  more: 'Show more',
  moreBusy: 'Loading…',
  retry: 'Try again',
  code: 'Code',
  states: { pending: 'To collect', expired: 'Expired', claimed: 'Handed over' },
  when: {
    pending: day => `in our shops until ${day}`,
    expired: day => `could be collected until ${day}`,
    claimed: day => `on ${day}`,
  },
}

/** The words of the page on which players see their prizes. */
export const myPrizesWords = typeset({ fr, en })
