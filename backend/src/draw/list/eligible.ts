import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

/**
 * The numbers of those who take part in the draw, each person once: they played a ticket of the contest in its playing
 * period, as an adult and not as staff, and are neither staff, erased nor reserved now. Accounts with the same birth
 * date and the same words in their names are one person, whose first account counts; if one of them is of the staff,
 * none takes part. A disabled account does not lose its chance. See docs/decisions/grand-draw.md.
 */
export async function findEligible(db: Db, contestId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with role_changes as materialized (
      select subject_id as user_id, at, details->>'from' as before, details->>'to' as after,
        lead(at) over newer as until, row_number() over newer = 1 as is_first
      from audit_events
      where kind <> 'ticket-played' and kind = 'role-changed'
      window newer as (partition by subject_id order by id)
    ), staff_times as materialized (
      select user_id, at as since, coalesce(until, 'infinity') as until from role_changes where after <> 'player'
      union all
      select user_id, '-infinity', at from role_changes where is_first and before <> 'player'
    ), players as materialized (
      select id, birth_date, name_vector(first_name, last_name) as name
      from users
      where id > 0 and role = 'player' and erased_at is null and exists (
        select from participations p
        join prizes on prizes.id = p.prize_id
        join contests on contests.id = prizes.contest_id
        where p.player_id = users.id and p.ticket_id > 0 and contests.id = ${contestId}
          and p.played_at >= contests.opens_at and p.played_at < contests.plays_until
          and (extract(year from birth_date) + 18)::text || to_char(birth_date, '-MM-DD')
            <= to_char(p.played_at at time zone 'Europe/Paris', 'YYYY-MM-DD')
          and not exists (
            select from staff_times s where s.user_id = users.id and p.played_at >= s.since and p.played_at < s.until
          )
      )
    ), people as (
      select distinct on (birth_date, name) id, birth_date, name from players order by birth_date, name, id
    )
    select id from people
    where not exists (
      select from users staff
      where staff.id > 0 and staff.role <> 'player' and staff.birth_date = people.birth_date
        and name_vector(staff.first_name, staff.last_name) = people.name
    )`.execute(db)
  return rows.map(({ id }) => id)
}
