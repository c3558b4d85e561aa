import type pg from 'pg'

/** One play, ready for the database. */
export type PlayAttempt = {
  codeHash: Buffer
  /** the byte that masks the prize of this code's ticket, see tickets/ticket/opening.ts */
  mask: number
  code: string
  playerId: number
  /** under which the player's wrong codes are counted, see guess-limits.ts */
  playerKey: string
  addressKey: string
  at: Date
}

/** What an attempt won. */
export type PlayWin = { prizeId: number; playedAt: Date; claimUntil: Date }

/**
 * Plays any number of tickets in one statement, which alone decides who wins: a player gets a ticket if it
 * is unclaimed, its contest is open, the player need not wait, nor their address unless they have played before (looked
 * at only where an address must wait), the player's account is neither disabled nor
 * erased (the session may not show it yet; a subquery, which the planner never turns into a walk through all erased
 * accounts), and both or neither are reserved (see reserved.ts). What masks the prize is taken off here: before this no one
 * can tell it. Ticket, participation and audit event are written together or not at all.
 */
const PLAY = `
with attempt as (
  select * from unnest($1::bytea[], $2::text[], $3::int[], $4::text[], $5::text[], $7::smallint[])
    with ordinality as _ (code_hash, code, player_id, player_key, address_key, mask, place)
),
won as (
  update tickets ticket
  set status = 'pending', code = attempt.code, player_id = attempt.player_id, played_at = $6, prize_id = prize.id
  from attempt, prizes prize, contests contest
  where ticket.code_hash = attempt.code_hash
    and ticket.status = 'unclaimed'
    and (ticket.id < 0) = (attempt.player_id < 0)
    and prize.id = coalesce(ticket.prize_id, (
      select id from prizes
      where contest_id = ticket.contest_id and position = ticket.masked_prize # attempt.mask
    ))
    and contest.id = prize.contest_id
    and contest.opens_at <= $6 and contest.plays_until > $6
    and not exists (
      select from attempt_limits
      where key in (attempt.player_key, attempt.address_key) and blocked_until > $6
        and (key = attempt.player_key
          or (select ticket_id from participations where player_id = attempt.player_id limit 1) is null)
    )
    and (select coalesce(disabled_at, erased_at) from users where id = attempt.player_id) is null
  returning attempt.place, ticket.id, ticket.player_id, ticket.prize_id, contest.claims_until
),
participation as (
  insert into participations (player_id, ticket_id, prize_id, played_at)
  select player_id, id, prize_id, $6 from won
),
uncounted as (
  insert into uncounted_plays (player_id, ticket_id, prize_id, played_at)
  select player_id, id, prize_id, $6 from won
),
event as (
  insert into audit_events (at, kind, actor_id, ticket_id)
  select $6, 'ticket-played', player_id, id from won
)
select place, prize_id, claims_until from won`

type WonRow = { place: number; prize_id: number; claims_until: Date }

/**
 * Plays these attempts, whose codes must differ. Sorted by code, so that two rounds never wait for one another.
 * @returns for each attempt what it won, or null
 */
export async function playTogether(pool: pg.Pool, attempts: PlayAttempt[]): Promise<(PlayWin | null)[]> {
  const sorted = [...attempts].sort((a, b) => Buffer.compare(a.codeHash, b.codeHash))
  const at = new Date(Math.max(...attempts.map(attempt => attempt.at.getTime())))
  const { rows } = await pool.query<WonRow>({
    name: 'play',
    text: PLAY,
    values: [
      sorted.map(attempt => attempt.codeHash),
      sorted.map(attempt => attempt.code),
      sorted.map(attempt => attempt.playerId),
      sorted.map(attempt => attempt.playerKey),
      sorted.map(attempt => attempt.addressKey),
      at,
      sorted.map(attempt => attempt.mask),
    ],
  })
  const wins = new Map<PlayAttempt | undefined, PlayWin>()
  for (const { place, prize_id, claims_until } of rows)
    wins.set(sorted[place - 1], { prizeId: prize_id, playedAt: at, claimUntil: claims_until })
  return attempts.map(attempt => wins.get(attempt) ?? null)
}
