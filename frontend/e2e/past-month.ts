import { sql } from 'kysely'
import { z } from 'zod'
import type { Config } from '../../backend/src/config.ts'
import type { Db } from '../../backend/src/database/database.ts'
import { hashCode } from '../../backend/src/tickets/ticket/code-hash.ts'

const order = z.strictObject({ codes: z.array(z.string()), players: z.array(z.string()), employee: z.string() })

/**
 * Writes a month of the contest as the database would hold it: these users played these codes, more each day and mostly
 * in the evening, and two of three prizes were handed over some days later, in every shop. One employee stands for the
 * staff of all shops, so the rules about who hands over are set aside meanwhile.
 */
export async function writePastMonth(db: Db, config: Config, asked: unknown): Promise<void> {
  const { codes, players, employee } = order.parse(asked)
  const hashes = codes.map(code => hashCode(config.tickets.pepper, code as never))
  await db.transaction().execute(async db => {
    await setHandoverRules(db, 'disable')
    await sql`
      with play as (
        select code, code_hash, n, (select array_agg(id order by id) from users where email = any(${players})) as players,
          least(now() - interval '1 minute', (now() at time zone 'Europe/Paris')::date at time zone 'Europe/Paris'
            - (power(random(), 1.6) * 29)::int * interval '1 day'
            + (9 + 11 * sqrt(random())) * interval '1 hour') as at
        from unnest(${codes}::text[], ${hashes}::bytea[]) with ordinality as code (code, code_hash, n)
      )
      update tickets set status = 'pending', code = play.code, played_at = at,
        player_id = players[1 + n % cardinality(players)]
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
    await setHandoverRules(db, 'enable')
  })
}

async function setHandoverRules(db: Db, state: 'disable' | 'enable'): Promise<void> {
  for (const rule of ['tickets_are_handed_over_by_staff', 'tickets_handovers_are_recorded'])
    await sql`alter table tickets ${sql.raw(state)} trigger ${sql.ref(rule)}`.execute(db)
}
