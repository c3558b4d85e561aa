import type { TicketStatus } from '@tiptop/contract/tickets.ts'
import { ofName } from '../ui/french.ts'
import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Tickets',
  lead: 'Tous les tickets du jeu, du dernier joué au premier, puis ceux que personne n’a joués, dont nul ne connaît le lot.',
  table: 'Tickets',
  shown: (count: number) => `${count} ${count > 1 ? 'tickets affichés' : 'ticket affiché'}.`,
  total: (count: number, formatted: string) => `${formatted} ${count > 1 ? 'tickets' : 'ticket'} en tout`,
  emptyTitle: 'Aucun ticket',
  empty: 'Aucun ticket ne répond à ces filtres.',
  status: 'État',
  prize: 'Lot gagné',
  statuses: { pending: 'À remettre', claimed: 'Remis', unclaimed: 'Non joué' } satisfies Record<TicketStatus, string>,
  expired: 'Délai dépassé',
  expiredNote: 'le délai de retrait est passé',
  ticket: 'Ticket',
  number: (id: number) => `n°\u00a0${id}`,
  playedAt: 'Joué le',
  player: 'Joueur',
  handedOver: 'Remise',
  ofPlayer: (name: string) => `Tickets ${ofName(name)}`,
  ofAccount: (id: number) => `Tickets du compte n°\u00a0${id}`,
  allPlayers: 'Voir tous les joueurs',
  export: 'Exporter ces tickets',
}

const en: typeof fr = {
  title: 'Tickets',
  lead: 'All the tickets of the contest: the latest plays first, then those that have not been played, whose prizes no one knows.',
  table: 'Tickets',
  shown: count => `${count} ${count > 1 ? 'tickets' : 'ticket'} shown.`,
  total: (count, formatted) => `${formatted} ${count > 1 ? 'tickets' : 'ticket'} in total`,
  emptyTitle: 'No tickets',
  empty: 'No tickets match these filters.',
  status: 'Status',
  prize: 'Prize won',
  statuses: { pending: 'To hand over', claimed: 'Handed over', unclaimed: 'Not played' },
  expired: 'Expired',
  expiredNote: 'the claim deadline has passed',
  ticket: 'Ticket',
  number: id => `no.\u00a0${id}`,
  playedAt: 'Played on',
  player: 'Player',
  handedOver: 'Handover',
  ofPlayer: name => `Tickets played by ${name}`,
  ofAccount: id => `Tickets played by account no.\u00a0${id}`,
  allPlayers: 'Show all players',
  export: 'Export these tickets',
}

export const ticketWords = typeset({ fr, en })
