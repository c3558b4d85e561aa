import { type Kysely, sql } from 'kysely'
import type { DB } from '../backend/src/database/schema.ts'

const UNCOUNTED = 1_000
/** A prize with all but a few tickets played, and all but a few of those handed over. */
export const EXHAUSTED = 'exhausted'

/** How many tickets of that prize are not played, and how many are not handed over. */
const LEFT = 5
const DAYS = 60

/**
 * Fills a migrated database like sixty days of a contest: six of ten tickets played, at all hours, by one player for
 * every eight tickets, and half of the prizes handed over in ten shops. Everything but the last plays is folded.
 */
export async function fillDatabase(db: Kysely<DB>, tickets: number): Promise<void> {
  const players = Math.ceil(tickets / 8)
  const steps = [
    sql`insert into contests (slug, name, opens_at, receipts_until, plays_until, claims_until, grand_prize_fr,
          grand_prize_en, grand_prize_value_cents, ticket_count, allotment_digest, generated_at)
        select 'the-tip-top', 'Banc d’essai', now() - interval '${sql.raw(String(DAYS))} days', later, later, later, 'Thé', 'Tea',
          36000, ${tickets}::integer, '\\x00', now() from (select now() + interval '10 days' as later) _`,
    sql`insert into prizes (contest_id, position, slug, name_fr, name_en, description_fr, description_en, quota)
        select 1, place, slug, slug, slug, slug, slug, ${tickets}::integer * share / 20
        from (values (1, 'infuser', 12), (2, ${EXHAUSTED}, 4), (3, 'signature', 2), (4, 'box-39', 1), (5, 'box-69', 1))
          as prize (place, slug, share)`,
    sql`insert into shops (slug, name, city, postal_code)
        select 'shop-' || n, 'Boutique ' || n, 'Ville ' || n, '00000' from generate_series(1, 10) n`,
    sql`insert into users (email, first_name, last_name, birth_date, rules_accepted_at, created_at)
        select 'player-' || n || '@example.test', 'Player', n::text, date '1945-01-01' + (random() * 22000)::integer, now(),
          now() - random() * interval '${sql.raw(String(DAYS))} days' from generate_series(1, ${players}::integer) n`,
    sql`insert into tickets (id, prize_id, code_hash, status, code, player_id, played_at, claimed_at, claimed_by, claimed_shop_id)
        select id, prize_id, uuid_send(gen_random_uuid()),
          (case when claimed_at is not null then 'claimed' when played_at is not null then 'pending' else 'unclaimed' end)::ticket_status,
          case when played_at is not null then 'X' || id end,
          case when played_at is not null then 1 + floor(random() * ${players}::integer)::integer end,
          played_at, claimed_at,
          case when claimed_at is not null then 1 end, case when claimed_at is not null then 1 + id % 10 end
        from (
          select id, prize_id, played_at, case
            when played_at is null or prize_id = 2 and rank between ${LEFT}::integer + 1 and 2 * ${LEFT}::integer then null
            when prize_id = 2 or random() < 0.5
            then least(played_at + random() * interval '10 days', date_trunc('milliseconds', now())) end as claimed_at
          from (
            select id, prize_id, rank, case when prize_id = 2 and rank > ${LEFT}::integer or prize_id <> 2 and random() < 0.5
              then date_trunc('milliseconds', now() - random() * interval '${sql.raw(String(DAYS))} days') end as played_at
            from (
              select id, case when id % 20 < 12 then 1 when id % 20 < 16 then 2 when id % 20 < 18 then 3 when id % 20 < 19 then 4
                else 5 end as prize_id, (id::bigint * 7919) % ${tickets}::integer as rank
              from generate_series(1, ${tickets}::integer) id
            ) allotted
          ) played
        ) claimed`,
    sql`insert into participations (player_id, ticket_id, prize_id, played_at)
        select player_id, id, prize_id, played_at from tickets where played_at is not null order by played_at`,
  ]
  for (const step of steps) await step.execute(db)
  await foldAllButTheLast(db)
}

/** Counts as the application does. A trigger has counted the accounts already, but not the plays and handovers. */
async function foldAllButTheLast(db: Kysely<DB>): Promise<void> {
  const last = sql`select played_at from participations order by played_at desc offset ${UNCOUNTED - 1} limit 1`
  const columns = sql`uncounted_plays (player_id, ticket_id, prize_id, played_at)
    select player_id, ticket_id, prize_id, played_at`
  await sql`insert into ${columns} from participations where played_at < (${last})`.execute(db)
  await sql`
    insert into count_changes (contest_id, measure, since, key, amount)
    select contest_id, measure, since, key, count(*)
    from tickets cross join lateral handover_counts(tickets) where claimed_at is not null group by 1, 2, 3, 4`.execute(
    db,
  )
  await sql`select fold_counts()`.execute(db)
  // A contest folds a few plays at a time. This frees the space that millions at once have taken, as autovacuum does.
  await sql`vacuum analyze`.execute(db)
  await sql`insert into ${columns} from participations where played_at >= (${last})`.execute(db)
}
