import { MOST_COUNTED } from '@tiptop/contract/own-queue.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

/**
 * How many prizes of this contest are pending, by the counts that the database keeps; none once the claim deadline has
 * passed. One statement reads both counts, so that their difference belongs to one moment.
 */
export async function countPending(db: Db, contest: string, now: Date): Promise<number> {
  const { rows } = await sql<{ pending: number }>`
    select coalesce(sum(case measure when 'plays' then amount else -amount end), 0)::integer as pending
    from counts where measure in ('plays', 'handovers') and contest_id = (
      select id from contests where slug = ${contest} and claims_until > ${now}
    )`.execute(db)
  return rows[0]?.pending ?? 0
}

/** How many prizes wait for players who collect in this shop, up to {@link MOST_COUNTED}: every tablet asks again and again. */
export async function countPendingIn(db: Db, shopId: number, now: Date): Promise<number> {
  const waiting = db
    .selectFrom('users as player')
    .innerJoin('participations as participation', 'participation.player_id', 'player.id')
    .innerJoin('tickets as ticket', 'ticket.id', 'participation.ticket_id')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select('ticket.id')
    .where('player.pickup_shop_id', '=', shopId)
    .where('ticket.status', '=', 'pending')
    .where('contest.claims_until', '>', now)
    .limit(MOST_COUNTED)
    .as('waiting')
  const { count } = await db
    .selectFrom(waiting)
    .select(sql<number>`count(*)::integer`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}
