-- What each deployment verifies on production belongs to nobody's contest: numbers below zero. There are a contest, a prize
-- and a shop -1, and a ticket and accounts of its own for each verification.
--
-- The sign is in every row that refers to one, so each part of the application leaves the others out without looking
-- anything up, and the checks below hold it whatever a program does. See docs/decisions/verification-contest.md.

-- An account of a verification ends by itself; those of people have no end.
alter table users add column access_until timestamptz;
alter table users add constraint users_of_verifications check (
  (id < 0) = (access_until is not null) and (id < 0) = (coalesce(shop_id, id) < 0) and (id > 0 or role <> 'admin')
) not valid;
alter table users validate constraint users_of_verifications;

alter table prizes add constraint prizes_of_verifications check ((id < 0) = (contest_id < 0));

-- Accounts are people who registered.
create or replace function count_accounts() returns trigger language plpgsql as $$
begin
  insert into count_changes (contest_id, measure, since, key, amount)
  select 0, 'accounts', day_of(created_at), 0, count(*) from added where id > 0 group by 3;
  return null;
end $$;

-- Last, because every play writes the tickets and waits until the migrations end.
alter table tickets add constraint tickets_of_verifications check (
  (id < 0) = (prize_id < 0) and (id < 0) = (coalesce(player_id, id) < 0) and (id < 0) = (coalesce(claimed_by, id) < 0)
) not valid;
alter table tickets validate constraint tickets_of_verifications;
