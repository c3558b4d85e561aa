import { sql } from 'kysely'
import { z } from 'zod'
import type { Config } from '../../backend/src/config.ts'
import type { Db } from '../../backend/src/database/database.ts'
import { hashCode } from '../../backend/src/tickets/ticket/code-hash.ts'
import { openingOf } from '../../backend/src/tickets/ticket/opening.ts'

const order = z.strictObject({ codes: z.array(z.string()), players: z.array(z.string()), employee: z.string() })

/**
 * Writes a month of the contest as the database would hold it: these users played these codes, more each day and mostly
 * in the evening, and two of three prizes were handed over some days later, in every shop. No event is
 * written, so the rule that asks for one is set aside meanwhile.
 */
export async function writePastMonth(db: Db, config: Config, asked: unknown): Promise<void> {
  const { codes, players, employee } = order.parse(asked)
  const { pepper } = config.tickets
  const hashes = codes.map(code => hashCode(pepper, code as never))
  const masks = codes.map(code => openingOf(pepper, code as never).mask)
  await db.transaction().execute(async db => {
    await sql`alter table tickets disable trigger tickets_handovers_are_recorded`.execute(db)
    await sql`
      with play as (
        select code, code_hash, mask, n, (select array_agg(id order by id) from users where email = any(${players})) as players,
          least(now() - interval '1 minute', (now() at time zone 'Europe/Paris')::date at time zone 'Europe/Paris'
            - (power(random(), 1.6) * 29)::int * interval '1 day'
            + (9 + 11 * sqrt(random())) * interval '1 hour') as at
        from unnest(${codes}::text[], ${hashes}::bytea[], ${masks}::smallint[])
          with ordinality as code (code, code_hash, mask, n)
      )
      update tickets set status = 'pending', code = play.code, played_at = at,
        player_id = players[1 + n % cardinality(players)],
        prize_id = (select id from prizes where contest_id = tickets.contest_id and position = masked_prize # play.mask)
      from play where tickets.code_hash = play.code_hash and tickets.status = 'unclaimed'`.execute(db)
    await sql`
      with played as (select * from tickets where code_hash = any(${hashes})),
      own as (
        insert into participations (player_id, ticket_id, prize_id, played_at)
        select player_id, id, prize_id, played_at from played
      )
      insert into uncounted_plays (player_id, ticket_id, prize_id, played_at)
      select player_id, id, prize_id, played_at from played`.execute(db)
    await sql`
      update tickets set status = 'claimed', claimed_by = (select id from users where email = ${employee}),
        claimed_shop_id = (select id from shops order by power(random(), 2) * id limit 1 offset tickets.id % 4),
        claimed_at = played_at + (1 + id % 60) * interval '1 hour'
      where code_hash = any(${hashes}) and id % 3 > 0 and played_at < now() - interval '61 hours'`.execute(db)
    await sql`alter table tickets enable trigger tickets_handovers_are_recorded`.execute(db)
  })
}
