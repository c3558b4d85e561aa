-- What an administrator reads: figures that are exact at any time, and who did what to whom.
--
-- Figures are kept by the database, in the transaction that changes them: what has changed is appended, and a job folds
-- it into one row a day. Nobody waits for a counter, and one select of `counts` is exact at any moment.

-- How old somebody was on that day in France, as the lower bound of his band; null when his birth date is not known.
-- The ages of timestamps are immutable, those of dates are not: only so is the expression taken into the statements.
create function age_band(birth_date date, at timestamptz) returns smallint
  language sql immutable parallel safe
  return (array[0, 18, 25, 35, 45, 55, 65])[width_bucket(
    extract(year from age((at at time zone 'Europe/Paris')::date::timestamp, birth_date::timestamp))::int, array[0, 18, 25, 35, 45, 55, 65])];

-- Written down when an account is erased, whose birth date goes: see keep_age_bands().
alter table participations add column age_band smallint;

-- Insert-only: who has taken part in a contest, once each, however often he played.
create table players (
  contest_id smallint not null,
  player_id integer not null,
  first_played_at timestamptz not null,
  primary key (contest_id, player_id)
);

-- What is counted by the day in France, which begins at `since`, and by a key: plays and handovers by prize, by hour of
-- the day, by age band (its lower bound, -1 when unknown), by shop; people by 0. 'plays-handed-over' are plays of that
-- day whose prize is handed over by now, 'accounts-in-play' accounts of that day whose owner has taken part by now;
-- accounts belong to no contest: theirs is 0. Two are counted by the hour and the prize, so that a list of tickets
-- finds the few that wait among millions.
create type counted as enum (
  'plays', 'plays-by-hour', 'plays-by-age', 'plays-handed-over', 'handovers', 'handovers-by-hour', 'handovers-by-shop',
  'players', 'accounts', 'accounts-in-play', 'hourly-plays', 'hourly-plays-handed-over'
);

create table folded_counts (
  contest_id smallint not null,
  measure counted not null,
  since timestamptz not null,
  key smallint not null,
  amount integer not null,
  primary key (contest_id, measure, since, key)
);

create function day_of(at timestamptz) returns timestamptz language sql stable parallel safe
  return date_trunc('day', at, 'Europe/Paris');
-- Hours begin in France when they begin in UTC, which is quicker to say.
create function hour_of(at timestamptz) returns timestamptz language sql immutable parallel safe
  return date_bin('1 hour', at, timestamptz '2000-01-01 00:00:00Z');
create function hour_of_day(at timestamptz) returns smallint language sql stable parallel safe
  return extract(hour from at at time zone 'Europe/Paris');

-- What is not folded yet: changes, and plays, whose ages and newcomers are looked up when they are counted.
create table count_changes (
  contest_id smallint not null,
  measure counted not null,
  since timestamptz not null,
  key smallint not null,
  amount integer not null
);
create table uncounted_plays (
  player_id integer not null,
  ticket_id integer not null,
  prize_id smallint not null,
  played_at timestamptz not null,
  age_band smallint
);

-- What all of that changes, with whom each first play is of. Of two plays of one person the later can be committed and
-- folded first: then his first play moves. The look-ups are laterals with an offset, which the planner leaves as they
-- are: how full a table is that is emptied every few seconds it cannot know, and must not take as a reason to read all.
create view uncounted as
  with play as materialized (
    select contest_id, player_id, prize_id, played_at, account_made_at,
      coalesce(age_band, age_band(birth_date, played_at), -1) as age
    from uncounted_plays uncounted
    join prizes on prizes.id = prize_id
    cross join lateral (
      select birth_date, created_at as account_made_at from users where id = uncounted.player_id offset 0
    ) account
  ),
  hour as materialized (
    select contest_id, hour_of(played_at) as since, prize_id, age, count(*)::integer as amount
    from play group by 1, 2, 3, 4
  ),
  player as materialized (
    select first.*, known.first_played_at as known_at
    from (
      select contest_id, player_id, account_made_at, min(played_at) as first_played_at from play group by 1, 2, 3
    ) first
    left join lateral (
      select first_played_at from players
      where contest_id = first.contest_id and player_id = first.player_id offset 0
    ) known on true
    where known.first_played_at is null or first.first_played_at < known.first_played_at
  )
  select contest_id, measure, since, key, amount, null::integer as player_id, null::timestamptz as first_played_at
  from count_changes
  union all
  select contest_id, 'plays', day_of(since), prize_id, amount, null, null from hour
  union all
  select contest_id, 'hourly-plays', since, prize_id, amount, null, null from hour
  union all
  select contest_id, 'plays-by-hour', day_of(since), hour_of_day(since), amount, null, null from hour
  union all
  select contest_id, 'plays-by-age', day_of(since), age, amount, null, null from hour
  union all
  select contest_id, 'players', day_of(first_played_at), 0, 1, player_id, first_played_at from player
  union all
  select contest_id, 'players', day_of(known_at), 0, -1, null, null from player where known_at is not null
  union all
  select contest_id, 'accounts-in-play', day_of(account_made_at), 0, 1, null, null from player where known_at is null;

-- Every figure as it is at this moment, for whoever reads all that he needs of it in one statement.
create view counts as
  select contest_id, measure, since, key, amount from folded_counts
  union all
  select contest_id, measure, since, key, amount from uncounted;

-- How many tickets nobody has played in each stretch of 4096 numbers, so that a list of them leaves out the rest.
create table unplayed_tickets (
  stretch integer not null,
  prize_id smallint not null,
  amount integer not null,
  primary key (stretch, prize_id)
) with (fillfactor = 50);
create view unplayed_counts as
  select stretch, prize_id, amount from unplayed_tickets
  union all
  select ticket_id >> 12, prize_id, -1 from uncounted_plays;

-- Folds what is not folded yet. All of it sees one snapshot, so that what is deleted is what was counted.
create function fold_counts() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('fold_counts'));

  with change as materialized (select * from uncounted),
  played as (
    update unplayed_tickets unplayed set amount = unplayed.amount - play.amount
    from (select ticket_id >> 12 as stretch, prize_id, count(*) as amount from uncounted_plays group by 1, 2) play
    where unplayed.stretch = play.stretch and unplayed.prize_id = play.prize_id
  ),
  counted_play as (delete from uncounted_plays),
  counted_change as (delete from count_changes),
  player as (
    insert into players (contest_id, player_id, first_played_at)
    select contest_id, player_id, first_played_at from change where player_id is not null
    on conflict (contest_id, player_id) do update set first_played_at = excluded.first_played_at
  )
  insert into folded_counts as folded (contest_id, measure, since, key, amount)
  select contest_id, measure, since, key, sum(amount) from change group by 1, 2, 3, 4
  on conflict (contest_id, measure, since, key) do update set amount = folded.amount + excluded.amount
$$;

-- Keeps how old a person was at each play, for the figures: to be called before his birth date is taken away, in the
-- same transaction. Until it ends nothing is folded, so that each play is counted with the age that stays.
create function keep_age_bands(person integer) returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('fold_counts'));

  with uncounted as (
    update uncounted_plays set age_band = age_band(birth_date, played_at)
    from users where users.id = person and player_id = person and birth_date is not null
  )
  update participations set age_band = age_band(birth_date, played_at)
  from users where users.id = person and player_id = person and birth_date is not null
$$;

create function count_accounts() returns trigger language plpgsql as $$
begin
  insert into count_changes (contest_id, measure, since, key, amount)
  select 0, 'accounts', day_of(created_at), 0, count(*) from added group by 3;
  return null;
end $$;
create trigger users_are_counted after insert on users
  referencing new table as added for each statement execute function count_accounts();

create function count_tickets() returns trigger language plpgsql as $$
begin
  insert into unplayed_tickets as unplayed (stretch, prize_id, amount)
  select id >> 12, prize_id, count(*) from added group by 1, 2
  on conflict (stretch, prize_id) do update set amount = unplayed.amount + excluded.amount;
  return null;
end $$;

-- Where a ticket counts as handed over; nowhere as long as it is not.
create function handover_counts(ticket tickets)
  returns table (contest_id smallint, measure counted, since timestamptz, key smallint) language sql stable as $$
  select contest_id, change.*
  from prizes, (values
    ('handovers'::counted, day_of(ticket.claimed_at), ticket.prize_id),
    ('handovers-by-hour', day_of(ticket.claimed_at), hour_of_day(ticket.claimed_at)),
    ('handovers-by-shop', day_of(ticket.claimed_at), ticket.claimed_shop_id),
    ('plays-handed-over', day_of(ticket.played_at), ticket.prize_id),
    ('hourly-plays-handed-over', hour_of(ticket.played_at), ticket.prize_id)
  ) as change
  where prizes.id = ticket.prize_id and ticket.claimed_at is not null
$$;

-- A handover adds, an undone one takes away from where it was added. By row, because a statement's trigger would copy
-- each played ticket as well.
create function count_handover() returns trigger language plpgsql as $$
begin
  insert into count_changes (contest_id, measure, since, key, amount)
  select *, -1 from handover_counts(old) union all select *, 1 from handover_counts(new);
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

insert into unplayed_tickets (stretch, prize_id, amount)
  select id >> 12, prize_id, count(*) from tickets group by 1, 2;
insert into uncounted_plays (player_id, ticket_id, prize_id, played_at)
  select player_id, ticket_id, prize_id, played_at from participations;
insert into count_changes (contest_id, measure, since, key, amount)
  select 0, 'accounts'::counted, day_of(created_at), 0, count(*) from users group by 3
  union all
  select contest_id, measure, since, key, count(*)
  from tickets cross join lateral handover_counts(tickets) where claimed_at is not null group by 1, 2, 3, 4;
select fold_counts();

create trigger tickets_handovers_are_counted after update on tickets
  for each row when (old.claimed_at is distinct from new.claimed_at) execute function count_handover();
create trigger tickets_are_counted after insert on tickets
  referencing new table as added for each statement execute function count_tickets();
