import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { recordEvent } from '../../backend/src/audit/record-event.ts'
import type { Config } from '../../backend/src/config.ts'
import type { Db } from '../../backend/src/database/database.ts'
import { hashCode } from '../../backend/src/tickets/ticket/code-hash.ts'
import { openingOf } from '../../backend/src/tickets/ticket/opening.ts'

type Tools = { db: Db; config: Config }
const DAY = 86_400_000

/** States of a ticket that players only see, written into the database. */
export function ticketStates({ db, config }: Tools) {
  const codeHash = (code: string) => hashCode(config.tickets.pepper, code as never)
  const openedPrize = (code: string) => sql<number>`(
    select id from prizes where contest_id = tickets.contest_id
      and position = tickets.masked_prize # ${openingOf(config.tickets.pepper, code as never).mask}::smallint
  )`
  return {
    /** Hands over a waiting prize, now, as a new employee of the first shop. Players do not learn by whom. */
    handOver: (code: string): Promise<void> =>
      db.transaction().execute(async db => {
        const shopId = 1
        const { id: actorId } = await db
          .insertInto('users')
          .values({
            email: `${randomUUID()}@example.test`,
            first_name: 'Remy',
            last_name: 'Remise',
            role: 'employee',
            shop_id: shopId,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        const at = new Date()
        const ticket = await db
          .updateTable('tickets')
          .set({ status: 'claimed', claimed_at: at, claimed_by: actorId, claimed_shop_id: shopId })
          .where('code_hash', '=', codeHash(code))
          .where('status', '=', 'pending')
          .returning('id')
          .executeTakeFirstOrThrow(() => new Error('only a prize that waits is handed over'))
        await recordEvent(db, { kind: 'prize-handed-over', at, actorId, ticketId: ticket.id, details: { shopId } })
      }),

    /** Records that this user played a code of a contest that is over, while it was open. */
    async playBack(code: string, email: string, playedAt = new Date(Date.now() - 20 * DAY)): Promise<void> {
      const player = await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirstOrThrow()
      const ticket = await db
        .updateTable('tickets')
        .set({ status: 'pending', code, player_id: player.id, played_at: playedAt, prize_id: openedPrize(code) })
        .where('code_hash', '=', codeHash(code))
        .returning(['id', 'prize_id'])
        .executeTakeFirstOrThrow()
      await db
        .insertInto('participations')
        .values({
          player_id: player.id,
          ticket_id: ticket.id,
          prize_id: ticket.prize_id as number,
          played_at: playedAt,
        })
        .execute()
    },
  }
}
export type TicketStates = ReturnType<typeof ticketStates>
