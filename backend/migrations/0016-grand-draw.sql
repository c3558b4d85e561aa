-- The grand draw: who is on the list, who confirmed what, what was drawn, what became of it. See docs/decisions/grand-draw.md.

-- A confirmation waits for the other person's, and is in force for fifteen minutes. `attempt`, `number`, `drand_round`
-- and `reason` belong to a draw. The role is a text, because this transaction may have added the bailiff's to the type.
create table draw_confirmations (
  id integer generated always as identity primary key,
  contest_id smallint not null references contests check (contest_id > 0),
  step text not null check (step in ('freeze', 'draw')),
  role text not null check (role in ('bailiff', 'admin')),
  user_id integer not null references users,
  session_id uuid not null,
  attempt smallint not null default 0,
  number text,
  drand_round bigint,
  reason text,
  at timestamptz not null,
  check ((step = 'draw') = (number is not null) and (step = 'draw') = (attempt > 0)),
  check ((attempt > 1) = (reason is not null))
);

-- The frozen list. `slice_roots`: the roots of its runs of 1024 entries, 32 bytes each, from which a participant's
-- proof is made without reading them all.
create table draw_lists (
  contest_id smallint primary key references contests check (contest_id > 0),
  root bytea not null check (octet_length(root) = 32),
  entry_count integer not null check (entry_count > 0),
  slice_roots bytea not null check (octet_length(slice_roots) = 32 * ((entry_count + 1023) / 1024)),
  drand_round bigint,
  frozen_at timestamptz not null,
  bailiff_id integer not null references users,
  admin_id integer not null references users
);
create table draw_entries (
  contest_id smallint not null,
  leaf_index integer not null check (leaf_index >= 0),
  entry bytea not null check (octet_length(entry) = 32),
  player_id integer not null check (player_id > 0),
  primary key (contest_id, leaf_index),
  unique (contest_id, player_id)
);

create table draws (
  contest_id smallint not null references draw_lists,
  attempt smallint not null check (attempt > 0),
  number text not null,
  commitment bytea not null,
  drand_round bigint,
  drand_signature bytea,
  seed bytea not null check (octet_length(seed) = 32),
  answer_days smallint not null check (answer_days > 0),
  reason text,
  drawn_at timestamptz not null,
  bailiff_id integer not null references users,
  admin_id integer not null references users,
  primary key (contest_id, attempt),
  unique (contest_id, number),
  check ((drand_round is null) = (drand_signature is null)),
  check ((attempt > 1) = (reason is not null))
);
create table draw_ranks (
  contest_id smallint not null,
  attempt smallint not null,
  rank smallint not null check (rank > 0),
  leaf_index integer not null,
  primary key (contest_id, attempt, rank),
  unique (contest_id, attempt, leaf_index),
  foreign key (contest_id, attempt) references draws,
  foreign key (contest_id, leaf_index) references draw_entries
);

-- The winner of a rank claimed the prize, or did not answer and was passed over.
create table draw_outcomes (
  contest_id smallint not null,
  attempt smallint not null,
  rank smallint not null,
  outcome text not null check (outcome in ('claimed', 'passed-over')),
  reason text,
  actor_id integer not null references users,
  at timestamptz not null,
  primary key (contest_id, attempt, rank),
  foreign key (contest_id, attempt, rank) references draw_ranks,
  check ((outcome = 'passed-over') = (reason is not null))
);
create unique index draw_outcomes_claimed_once on draw_outcomes (contest_id) where outcome = 'claimed';

-- `void`: the draw that named this rank was repeated.
create table draw_letters (
  contest_id smallint not null,
  attempt smallint not null,
  rank smallint not null,
  kind text not null check (kind in ('winner', 'alternate', 'void')),
  sent_at timestamptz not null,
  primary key (contest_id, attempt, rank, kind),
  foreign key (contest_id, attempt, rank) references draw_ranks
);

create trigger draw_confirmations_are_kept before update or delete or truncate on draw_confirmations
  for each statement execute function refuse_rewriting();
create trigger draw_lists_are_kept before update or delete or truncate on draw_lists
  for each statement execute function refuse_rewriting();
create trigger draw_entries_are_kept before update or delete or truncate on draw_entries
  for each statement execute function refuse_rewriting();
create trigger draws_are_kept before update or delete or truncate on draws
  for each statement execute function refuse_rewriting();
create trigger draw_ranks_are_kept before update or delete or truncate on draw_ranks
  for each statement execute function refuse_rewriting();
create trigger draw_outcomes_are_kept before update or delete or truncate on draw_outcomes
  for each statement execute function refuse_rewriting();
create trigger draw_letters_are_kept before update or delete or truncate on draw_letters
  for each statement execute function refuse_rewriting();

-- A person confirms as what they are.
create function refuse_false_role() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not exists (
    select from users where id = new.user_id and role::text = new.role and disabled_at is null and erased_at is null
  ) then
    raise exception 'account % does not confirm as %', new.user_id, new.role
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger draw_confirmations_are_of_their_role after insert on draw_confirmations
  for each row execute function refuse_false_role();

-- Whether the newest confirmations of both roles at this step are of these people, agree, and were in force at this time.
create function is_confirmed(
  contest smallint, asked text, bailiff integer, admin integer, at timestamptz,
  attempt smallint, number text, drand_round bigint, reason text
) returns boolean language sql stable set search_path = public, pg_temp as $$
  select count(*) = 2 and not is_same_person(bailiff, admin)
  from (
    select distinct on (c.role) c.* from draw_confirmations c
    where c.contest_id = contest and c.step = asked and c.attempt = is_confirmed.attempt
    order by c.role, c.id desc
  ) newest
  where newest.user_id = case newest.role when 'bailiff' then bailiff else admin end
    and newest.at <= is_confirmed.at and newest.at > is_confirmed.at - interval '15 minutes'
    and (newest.number, newest.drand_round, newest.reason)
      is not distinct from (is_confirmed.number, is_confirmed.drand_round, is_confirmed.reason)
$$;

-- Entries come first and the list last, in one transaction: what it counts is all that there is.
create function refuse_unconfirmed_list() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not is_confirmed(new.contest_id, 'freeze', new.bailiff_id, new.admin_id, new.frozen_at, 0::smallint, null, null, null)
  then
    raise exception 'two people have not confirmed this list' using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (select from contests where id = new.contest_id and claims_until <= new.frozen_at) then
    raise exception 'prizes can still be claimed' using errcode = 'integrity_constraint_violation';
  end if;
  if new.entry_count <> (select count(*) from draw_entries where contest_id = new.contest_id) then
    raise exception 'the list does not count its entries' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger draw_lists_are_confirmed after insert on draw_lists
  for each row execute function refuse_unconfirmed_list();

create function refuse_late_entry() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from draw_lists where contest_id in (select contest_id from added)) then
    raise exception 'the list is frozen' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger draw_entries_precede_the_list after insert on draw_entries
  referencing new table as added for each statement execute function refuse_late_entry();

create function refuse_unconfirmed_draw() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not is_confirmed(new.contest_id, 'draw', new.bailiff_id, new.admin_id, new.drawn_at,
    new.attempt, new.number, new.drand_round, new.reason)
  then
    raise exception 'two people have not confirmed this draw' using errcode = 'integrity_constraint_violation';
  end if;
  if new.attempt <> 1 + (select count(*) from draws where contest_id = new.contest_id and attempt <> new.attempt) then
    raise exception 'draws are made one after the other' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger draws_are_confirmed after insert on draws for each row execute function refuse_unconfirmed_draw();

-- Ranks belong to the draw of their own transaction, and the one whose turn it is comes before those after it.
create function refuse_late_rank() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not exists (
    select from draws d
    where d.contest_id = new.contest_id and d.attempt = new.attempt and d.xmin::text = (pg_current_xact_id()::xid)::text
  ) then
    raise exception 'the draw is made' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger draw_ranks_come_with_the_draw after insert on draw_ranks
  for each row execute function refuse_late_rank();

create function refuse_strange_outcome() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.attempt <> (select max(attempt) from draws where contest_id = new.contest_id)
    or new.rank <> 1 + (
      select count(*) from draw_outcomes
      where contest_id = new.contest_id and attempt = new.attempt and rank < new.rank and outcome = 'passed-over'
    )
  then
    raise exception 'it is not the turn of rank %', new.rank using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger draw_outcomes_come_in_turn after insert on draw_outcomes
  for each row execute function refuse_strange_outcome();

grant select, insert on draw_lists, draw_entries, draws, draw_ranks, draw_outcomes, draw_letters to tiptop_application;
grant select on draw_confirmations to tiptop_application;
grant insert (contest_id, step, role, user_id, session_id, attempt, number, drand_round, reason, at)
  on draw_confirmations to tiptop_application;
