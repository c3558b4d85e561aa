-- No one can read the prize of an unplayed ticket: it is stored masked by the ticket's own code under the
-- pepper, and opened by the statement that plays it. The contest commits to all prizes by the root of a Merkle tree.
-- See docs/decisions/masked-prizes.md and docs/decisions/commitment.md.
--
-- A contest whose tickets exist already keeps its format: their prizes are in clear text, and its digest stays its proof.

alter table tickets alter column prize_id drop not null;
alter table tickets add column contest_id smallint;
alter table tickets add column masked_prize smallint;

alter table contests add column first_ticket_id integer;
alter table contests add column commitment_format smallint;
alter table contests add column commitment_root bytea;
alter table contests add column print_file_sha256 bytea;
-- Tickets without a prize, whose codes are never printed: trying one shows that codes leak.
alter table contests add column canary_count integer not null default 0;
alter table contests drop constraint contests_check1;
alter table contests add constraint contests_are_generated_at_once check (
  (ticket_count is null) = (generated_at is null)
  and (generated_at is null) = (allotment_digest is null and commitment_root is null)
  and (commitment_root is null or allotment_digest is null)
  and (commitment_root is null) = (commitment_format is null)
  and (commitment_root is null) = (first_ticket_id is null)
  and (commitment_root is null) = (print_file_sha256 is null)
);

-- The leaves of the tree in the order of the tickets: 32 bytes each, 1024 in a slice, fewer in the last one.
create table commitment_leaves (
  contest_id smallint not null references contests,
  first_leaf integer not null check (first_leaf % 1024 = 0),
  hashes bytea not null check (octet_length(hashes) % 32 = 0 and octet_length(hashes) between 32 and 32768),
  primary key (contest_id, first_leaf)
);
alter table commitment_leaves alter column hashes set storage external;
create trigger commitment_leaves_are_kept before update or delete or truncate on commitment_leaves
  for each statement execute function refuse_change();
create function refuse_new_commitment() returns trigger language plpgsql as $$
begin
  raise exception 'the commitment of contest % never changes', old.slug
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger contests_keep_their_commitment before update on contests
  for each row when (
    old.generated_at is not null and (old.first_ticket_id, old.ticket_count, old.canary_count, old.generated_at, old.allotment_digest,
      old.commitment_format, old.commitment_root, old.print_file_sha256)
    is distinct from (new.first_ticket_id, new.ticket_count, new.canary_count, new.generated_at, new.allotment_digest,
      new.commitment_format, new.commitment_root, new.print_file_sha256)
  ) execute function refuse_new_commitment();

-- How many tickets are unplayed in each stretch of 4096 numbers, whatever they win. `unplayed_tickets` says it by prize,
-- for contests whose prizes are in clear text and the release that lists them so.
create table unplayed_stretches (
  contest_id smallint not null,
  stretch integer not null,
  amount integer not null,
  primary key (contest_id, stretch)
) with (fillfactor = 50);
create view unplayed_stretch_counts as
  select contest_id, stretch, amount from unplayed_stretches
  union all
  select contest_id, ticket_id >> 12, -1 from uncounted_plays join prizes on prizes.id = prize_id;

create or replace function fold_counts() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('fold_counts'));

  with change as materialized (select * from uncounted),
  played_in_stretch as (
    update unplayed_stretches unplayed set amount = unplayed.amount - play.amount
    from (
      select contest_id, ticket_id >> 12 as stretch, count(*) as amount
      from uncounted_plays join prizes on prizes.id = prize_id group by 1, 2
    ) play
    where unplayed.contest_id = play.contest_id and unplayed.stretch = play.stretch
  ),
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

create or replace function count_tickets() returns trigger language plpgsql as $$
begin
  insert into unplayed_stretches as unplayed (contest_id, stretch, amount)
  select coalesce(added.contest_id, prizes.contest_id), added.id >> 12, count(*)
  from added left join prizes on prizes.id = prize_id
  where coalesce(added.contest_id, prizes.contest_id) is not null group by 1, 2
  on conflict (contest_id, stretch) do update set amount = unplayed.amount + excluded.amount;
  insert into unplayed_tickets as unplayed (stretch, prize_id, amount)
  select id >> 12, prize_id, count(*) from added where prize_id is not null group by 1, 2
  on conflict (stretch, prize_id) do update set amount = unplayed.amount + excluded.amount;
  return null;
end $$;

create or replace function refuse_unknown_prize() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct prize_id from added where prize_id is not null) t where prize_id not in (select id from prizes)
    union all
    select from (select distinct contest_id from added where contest_id is not null) t where contest_id not in (select id from contests)
  ) then
    raise foreign_key_violation using message = 'a ticket has a prize or a contest that does not exist';
  end if;
  return null;
end $$;

grant select on commitment_leaves, unplayed_stretch_counts to tiptop_application;
grant select, update on unplayed_stretches to tiptop_application;
grant update (prize_id) on tickets to tiptop_application;

insert into unplayed_stretches (contest_id, stretch, amount)
  select contest_id, stretch, sum(amount) from unplayed_tickets join prizes on prizes.id = prize_id group by 1, 2;

-- Last, because every play writes the tickets and waits until the migrations end.
alter table tickets add constraint tickets_are_masked_until_played check (
  (contest_id is null) = (masked_prize is null)
  and (prize_id is null) = (masked_prize is not null and status = 'unclaimed')
  and masked_prize between 0 and 255
) not valid;
alter table tickets validate constraint tickets_are_masked_until_played;
alter table tickets drop constraint tickets_of_verifications;
alter table tickets add constraint tickets_of_verifications check (
  (id < 0) = (coalesce(contest_id, prize_id) < 0) and (id < 0) = (coalesce(prize_id, id) < 0)
  and (id < 0) = (coalesce(player_id, id) < 0) and (id < 0) = (coalesce(claimed_by, id) < 0)
) not valid;
alter table tickets validate constraint tickets_of_verifications;

-- The prize is written once, by the play that opens it.
drop trigger tickets_keep_their_prize on tickets;
create trigger tickets_keep_their_allotment before update of id, code_hash, contest_id, masked_prize on tickets
  for each statement execute function refuse_change();
drop trigger tickets_keep_their_history on tickets;
create trigger tickets_keep_their_history after update on tickets
  for each row when (
    not (
      old.status = 'unclaimed' and new.status = 'pending' and new.prize_id = coalesce(old.prize_id, new.prize_id)
    )
    and not (
      (old.status = 'pending' and new.status = 'claimed' or old.status = 'claimed' and new.status = 'pending')
      and (old.prize_id, old.code, old.player_id, old.played_at)
        is not distinct from (new.prize_id, new.code, new.player_id, new.played_at)
    )
  ) execute function refuse_transition();
