-- What an administrator reads: figures that are exact at any time, and who did what to whom.
--
-- Figures are kept by the database, in the transaction that changes them: what has changed is appended, and a job folds
-- it into one row an hour. Nobody waits for a counter, and reading all of it in one statement is exact at any moment.

-- How old somebody was on that day in France, as the lower bound of his band; null when his birth date is not known.
create function age_band(birth_date date, at timestamptz) returns smallint
  language sql immutable parallel safe
  return (array[0, 18, 25, 35, 45, 55, 65])[width_bucket(
    extract(year from age((at at time zone 'Europe/Paris')::date, birth_date))::int, array[0, 18, 25, 35, 45, 55, 65])];

-- Written down when an account is erased, whose birth date goes.
alter table participations add column age_band smallint;

-- Insert-only: who has taken part in a contest, once each, however often he played.
create table players (
  contest_id smallint not null,
  player_id integer not null,
  first_played_at timestamptz not null,
  primary key (contest_id, player_id)
);

-- 'accounts' belong to no contest: their contest is 0. The key is a prize ('plays', 'handovers'), the lower bound of
-- an age band ('plays-by-age', -1 when unknown), a shop ('handovers-by-shop'), or 0.
create type counted as enum ('accounts', 'players', 'plays', 'plays-by-age', 'handovers', 'handovers-by-shop');

create table hourly_counts (
  contest_id smallint not null,
  measure counted not null,
  hour timestamptz not null,
  key smallint not null,
  amount integer not null,
  primary key (contest_id, measure, hour, key)
);

-- What no hour holds yet: changes, and plays, whose ages and newcomers are looked up when they are folded.
create table count_changes (
  contest_id smallint not null,
  measure counted not null,
  hour timestamptz not null,
  key smallint not null,
  amount integer not null
);
create table uncounted_plays (
  player_id integer not null,
  prize_id smallint not null,
  played_at timestamptz not null
);

-- Folds all of that into the hours: whoever reads them afterwards has every figure as it was at this moment.
create function fold_counts() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('fold_counts'));

  with taken as (delete from uncounted_plays returning *),
  play as (
    select contest_id, player_id, prize_id, played_at, age_band(birth_date, played_at) as age
    from taken join prizes on prizes.id = prize_id left join users on users.id = player_id
  ),
  newcomer as (
    insert into players (contest_id, player_id, first_played_at)
    select contest_id, player_id, min(played_at) from play group by 1, 2
    on conflict do nothing returning contest_id, first_played_at
  ),
  other as (delete from count_changes returning *),
  change as (
    select contest_id, measure, hour, key, amount from other
    union all
    select contest_id, 'plays', date_trunc('hour', played_at, 'UTC'), prize_id, 1 from play
    union all
    select contest_id, 'plays-by-age', date_trunc('hour', played_at, 'UTC'), coalesce(age, -1), 1 from play
    union all
    select contest_id, 'players', date_trunc('hour', first_played_at, 'UTC'), 0, 1 from newcomer
  )
  insert into hourly_counts as hourly (contest_id, measure, hour, key, amount)
  select contest_id, measure, hour, key, sum(amount) from change group by 1, 2, 3, 4
  on conflict (contest_id, measure, hour, key) do update set amount = hourly.amount + excluded.amount
$$;

create function count_accounts() returns trigger language plpgsql as $$
begin
  insert into count_changes (contest_id, measure, hour, key, amount)
  select 0, 'accounts', date_trunc('hour', created_at, 'UTC'), 0, count(*) from added group by 3;
  return null;
end $$;
create trigger users_are_counted after insert on users
  referencing new table as added for each statement execute function count_accounts();

-- A handover adds, an undone one takes away in the hour in which it had been made. By row, because a statement's
-- trigger would copy each played ticket as well.
create function count_handover() returns trigger language plpgsql as $$
begin
  insert into count_changes (contest_id, measure, hour, key, amount)
  select contest_id, measure, date_trunc('hour', at, 'UTC'), key, amount
  from prizes, (values
    ('handovers'::counted, old.claimed_at, old.prize_id, -1), ('handovers-by-shop', old.claimed_at, old.claimed_shop_id, -1),
    ('handovers', new.claimed_at, new.prize_id, 1), ('handovers-by-shop', new.claimed_at, new.claimed_shop_id, 1)
  ) as change (measure, at, key, amount)
  where prizes.id = new.prize_id and at is not null;
  return null;
end $$;

-- Whom an event concerns, where that is another person than the one who acted.
alter table audit_events add column subject_id integer;
create index audit_events_kind on audit_events (kind, id) where kind <> 'ticket-played';
create index audit_events_actor on audit_events (actor_id, id) where kind <> 'ticket-played';
create index audit_events_subject on audit_events (subject_id, id) where subject_id is not null;

-- The list of users by name and by age of the account; by e-mail address there is an index already.
create index users_name on users (lower(last_name), lower(first_name), id);
create index users_newest on users (created_at, id);

insert into uncounted_plays (player_id, prize_id, played_at) select player_id, prize_id, played_at from participations;
insert into count_changes (contest_id, measure, hour, key, amount)
  select 0, 'accounts'::counted, date_trunc('hour', created_at, 'UTC'), 0, count(*) from users group by 3
  union all
  select contest_id, 'handovers', date_trunc('hour', claimed_at, 'UTC'), prize_id, count(*)
  from tickets join prizes on prizes.id = prize_id where claimed_at is not null group by 1, 3, 4
  union all
  select contest_id, 'handovers-by-shop', date_trunc('hour', claimed_at, 'UTC'), claimed_shop_id, count(*)
  from tickets join prizes on prizes.id = prize_id where claimed_at is not null group by 1, 3, 4;
select fold_counts();

create trigger tickets_handovers_are_counted after update on tickets
  for each row when (old.claimed_at is distinct from new.claimed_at) execute function count_handover();
