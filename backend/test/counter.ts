import { sql } from 'kysely'
import { startBackend } from './backend.ts'
import { makeContest, makeShop, makeTickets, signedInClient } from './make.ts'

type PlayerFacts = Parameters<typeof signedInClient>[1]
type Dates = Parameters<typeof makeContest>[1]

/**
 * A backend with a contest that is open now by default, two shops, and what a test at their counters needs.
 */
export async function startCounter({ tickets = 120, dates }: { tickets?: number; dates?: Dates } = {}) {
  const backend = await startBackend()
  const { tools } = backend
  const { prizeIds } = await makeContest(tools, dates)
  const codes = await makeTickets(tools, prizeIds[1] as number, tickets)
  const shops = { nice: await makeShop(tools, 'Nice'), lyon: await makeShop(tools, 'Lyon') }
  const unplayed = () => codes.pop() as string

  return {
    backend,
    shops,
    unplayed,
    /** An employee at a counter, in Nice by default. */
    employee: (facts: PlayerFacts = {}) =>
      signedInClient(backend, { role: 'employee', firstName: 'Sacha', lastName: 'Nice', shopId: shops.nice, ...facts }),
    /** An administrator, who belongs to no shop. */
    admin: () => signedInClient(backend, { role: 'admin', firstName: 'Dominique', lastName: 'Siège' }),
    /** A ticket that its player has just played. */
    async played(facts: PlayerFacts = {}) {
      const player = await signedInClient(backend, facts)
      const code = unplayed()
      const { status, body } = await player.post('/plays', { code })
      if (status !== 201) throw new Error(`the play was refused: ${body.code}`)
      return { code, player, url: `/handover/tickets/${code}` }
    },
    ticketOf: (code: string) =>
      tools.db
        .selectFrom('tickets')
        .select(['status', 'claimed_at', 'claimed_by', 'claimed_shop_id'])
        .where('code', '=', code)
        .executeTakeFirstOrThrow(),
    /** What the audit trail holds of a ticket beside its play, the oldest first. */
    eventsOf: (code: string) =>
      tools.db
        .selectFrom('audit_events')
        .innerJoin('tickets', 'tickets.id', 'audit_events.ticket_id')
        .select(['kind', 'actor_id', 'details'])
        .where('code', '=', code)
        .where(sql<boolean>`kind <> 'ticket-played'`)
        .orderBy('audit_events.id')
        .execute(),
    /** Moves the backend's clock on from the true time. */
    later: (ms: number) => {
      backend.clock.at = new Date(Date.now() + ms)
    },
  }
}

/** What an employee declares when handing a prize over. */
export const DECLARED = { identityChecked: true, informationMatches: true }
