import type { AuditKind } from '@tiptop/contract/audit.ts'
import { recordEvent } from '../../audit/record-event.ts'
import { findShopId } from '../../shops/queries.ts'
import { findFormerTicket, findHandoverBefore, findShopSlug, isUndoneNext, lockTicket, writePlay } from './queries.ts'
import { happenedAt, type Replay, type ReplayOutcome, sourceOf } from './replay.ts'

type TicketReplay = Replay & { ticketId: number; actor: number }
type Locked = NonNullable<Awaited<ReturnType<typeof lockTicket>>>
type TicketAct = (replay: TicketReplay, ticket: Locked) => Promise<ReplayOutcome>

/** What happened to a ticket, by the kind of its event. */
const acts: Partial<Record<AuditKind, TicketAct>> = {
  'ticket-played': play,
  'prize-handed-over': handOver,
  'handover-undone': undo,
  'handover-refused': refuse,
}

/** Does again what happened to a ticket, which is locked: a play or a handover at the same time comes after it. */
export async function replayTicket(replay: Replay): Promise<ReplayOutcome | null> {
  const { event, db, former, person } = replay
  const act = acts[event.kind]
  if (!act) return null
  const ticketId = event.ticketId as number
  const actor = (await person(event.actorId))?.id
  if (actor === undefined) return { kind: 'account-unknown', formerAccount: event.actorId ?? 0 }
  const known = await findFormerTicket(former, ticketId)
  const ticket = known && (await lockTicket(db, ticketId, known))
  if (!ticket) return { kind: 'ticket-unknown', ticket: ticketId }
  return act({ ...replay, ticketId, actor }, ticket)
}

/** The first player keeps the ticket; a second one of the database in use keeps it as well, and a person decides. */
async function play(replay: TicketReplay, ticket: Locked): Promise<ReplayOutcome> {
  const { ticketId, actor } = replay
  if (ticket.status !== 'unclaimed')
    return ticket.player_id === actor
      ? 'already'
      : { kind: 'played-by-another', ticket: ticketId, first: actor, now: ticket.player_id as number }
  const { code, prize_id: prizeId, played_at: playedAt, age_band: ageBand } = ticket.former
  const played = { code: code as string, prizeId: prizeId as number, playedAt: playedAt as Date, ageBand }
  await writePlay(replay.db, { ticketId, playerId: actor, ...played })
  return done(replay)
}

/** A prize that has left the shop is handed over, even if another player has the ticket by now. */
async function handOver(replay: TicketReplay, ticket: Locked): Promise<ReplayOutcome> {
  const { db, former, event, ticketId, actor } = replay
  if (ticket.status === 'unclaimed') return { kind: 'not-played', ticket: ticketId }
  if (ticket.claimed_at) {
    if (isSame(ticket, happenedAt(event), actor) || (await isUndoneNext(former, event.id, ticketId))) return 'already'
    return { kind: 'handed-over-twice', ticket: ticketId, again: ticket.claimed_at }
  }
  const shop = await shopOf(replay, event.details?.shopId ?? ticket.former.claimed_shop_id)
  if (shop.id === null) return { kind: 'shop-unknown', ticket: ticketId, shop: shop.slug }
  await db
    .updateTable('tickets')
    .set({ status: 'claimed', claimed_at: happenedAt(event), claimed_by: actor, claimed_shop_id: shop.id })
    .where('id', '=', ticketId)
    .execute()
  return done(replay)
}

/** Takes back the handover that was undone, and no other one. */
async function undo(replay: TicketReplay, ticket: Locked): Promise<ReplayOutcome> {
  const { db, former, event, ticketId, person } = replay
  const undone = await findHandoverBefore(former, event.id, ticketId)
  const employee = undone && (await person(undone.actorId))
  if (!employee || !isSame(ticket, happenedAt(undone), employee.id)) return 'already'
  await db
    .updateTable('tickets')
    .set({ status: 'pending', claimed_at: null, claimed_by: null, claimed_shop_id: null })
    .where('id', '=', ticketId)
    .execute()
  return done(replay)
}

/** A refusal changes nothing, and belongs to the ticket's history. */
async function refuse(replay: TicketReplay): Promise<ReplayOutcome> {
  return done(replay)
}

function isSame({ claimed_at, claimed_by }: Locked, at: Date, employee: number): boolean {
  return claimed_at?.getTime() === at.getTime() && claimed_by === employee
}

/** The shop of the database in use that is the same as one of the database that was left; its id is null if there is none. */
async function shopOf({ db, former }: Replay, formerId: unknown): Promise<{ slug: string; id: number | null }> {
  const slug = typeof formerId === 'number' ? await findShopSlug(former, formerId) : null
  return { slug: slug ?? '', id: slug === null ? null : await findShopId(db, slug) }
}

/** Records the event, by the same person at the same ticket, with its source. */
async function done(replay: TicketReplay): Promise<'replayed'> {
  const { db, event, now, actor, ticketId } = replay
  const shop = event.details && 'shopId' in event.details && { shopId: (await shopOf(replay, event.details.shopId)).id }
  const details = { ...event.details, ...shop, replayed: sourceOf(replay) }
  await recordEvent(db, { kind: event.kind, at: now, actorId: actor, ticketId, details })
  return 'replayed'
}
