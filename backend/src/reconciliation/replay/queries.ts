import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import type { DB } from '../../database/schema.ts'

/** A ticket as the database that was left has it, with the age at its play if its player's account was erased. */
export function findFormerTicket(former: Db, ticketId: number) {
  return former
    .selectFrom('tickets as ticket')
    .leftJoin('participations as participation', join =>
      join.onRef('participation.ticket_id', '=', 'ticket.id').onRef('participation.player_id', '=', 'ticket.player_id'),
    )
    .select([
      'ticket.code_hash',
      'ticket.prize_id',
      'ticket.code',
      'ticket.played_at',
      'ticket.claimed_shop_id',
      'participation.age_band',
    ])
    .where('ticket.id', '=', ticketId)
    .executeTakeFirst()
}

type FormerTicket = NonNullable<Awaited<ReturnType<typeof findFormerTicket>>>

/** The ticket in use of this number and code, locked until the transaction ends; null if there is none. */
export async function lockTicket(db: Db, ticketId: number, former: FormerTicket) {
  const ticket = await db
    .selectFrom('tickets')
    .select(['status', 'player_id', 'claimed_at', 'claimed_by'])
    .where('id', '=', ticketId)
    .where('code_hash', '=', former.code_hash)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return ticket ? { ...ticket, former } : null
}

type PlayToWrite = {
  ticketId: number
  playerId: number
  code: string
  prizeId: number
  playedAt: Date
  ageBand: number | null
}

/** Writes a play as playing does: the ticket, the participation, and what the figures have still to count. */
export async function writePlay(db: Db, play: PlayToWrite): Promise<void> {
  const { ticketId, playerId, code, prizeId, playedAt, ageBand } = play
  await db
    .updateTable('tickets')
    .set({ status: 'pending', code, player_id: playerId, played_at: playedAt, prize_id: prizeId })
    .where('id', '=', ticketId)
    .where('status', '=', 'unclaimed')
    .returning('id')
    .executeTakeFirstOrThrow()
  const row = { player_id: playerId, ticket_id: ticketId, prize_id: prizeId, played_at: playedAt, age_band: ageBand }
  await db.insertInto('participations').values(row).execute()
  await db.insertInto('uncounted_plays').values(row).execute()
}

/** The handover of this ticket that came last before an event, or undefined. */
export function findHandoverBefore(db: Db, event: number, ticketId: number) {
  return db
    .selectFrom('audit_events')
    .select(['at', 'details', 'actor_id as actorId'])
    .where(ofHandovers(ticketId))
    .where('kind', '=', 'prize-handed-over')
    .where('id', '<', event)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Whether this handover was undone afterwards. */
export async function isUndoneNext(db: Db, event: number, ticketId: number): Promise<boolean> {
  const next = await db
    .selectFrom('audit_events')
    .select('kind')
    .where(ofHandovers(ticketId))
    .where('id', '>', event)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return next?.kind === 'handover-undone'
}

function ofHandovers(ticketId: number) {
  return ({ eb, and }: ExpressionBuilder<DB, 'audit_events'>) =>
    and([
      eb('ticket_id', '=', ticketId),
      sql<boolean>`kind <> 'ticket-played'`,
      eb('kind', 'in', ['prize-handed-over', 'handover-undone']),
    ])
}

/** The slug of a shop, by which two databases agree on it. */
export async function findShopSlug(db: Db, id: number): Promise<string | null> {
  return (await db.selectFrom('shops').select('slug').where('id', '=', id).executeTakeFirst())?.slug ?? null
}

/** Which events of databases that were left were done again: their numbers and times there. */
export async function listReplayed(db: Db): Promise<{ event: number; at: string }[]> {
  const { rows } = await sql<{ event: number; at: string }>`
    select (details->'replayed'->>'event')::bigint as event, details->'replayed'->>'at' as at
    from audit_events where details ? 'replayed' and details->'replayed' ? 'event'`.execute(db)
  return rows
}
