-- The staff neither play nor serve themselves, and how many prizes each of them hands over is counted.
-- See docs/decisions/staff-and-prizes.md.

alter table contests add column staff_may_play boolean not null default false;

-- Whether two accounts are of one person: the same account, or the same words in the name and the same birth date.
create function is_same_person(one integer, other integer) returns boolean language sql stable
begin atomic
  select one = other or exists (
    select from users a, users b
    where a.id = one and b.id = other and a.birth_date = b.birth_date
      and name_vector(a.first_name, a.last_name) = name_vector(b.first_name, b.last_name)
  );
end;

-- As before, and a person has one name and one birth date whatever the account.
create or replace function refuse_strange_handover() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if not pg_has_role((select relowner from pg_class where oid = tg_relid), 'usage') and (is_same_person(new.claimed_by, new.player_id) or not exists (
    select from users
    where id = new.claimed_by and role in ('employee', 'admin') and shop_id = new.claimed_shop_id
  )) then
    raise exception 'ticket % is handed over by an account that may not', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

-- Handovers by employee, shop and day in France. Only the tablets of one employee wait for one another's row.
create table staff_handovers (
  contest_id smallint not null,
  since timestamptz not null,
  employee_id integer not null,
  shop_id smallint not null,
  amount integer not null,
  primary key (contest_id, since, employee_id, shop_id)
) with (fillfactor = 70);
grant select on staff_handovers to tiptop_application;

create function count_staff_handover() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  insert into staff_handovers as counted (contest_id, since, employee_id, shop_id, amount)
  select contest_id, day_of(claimed_at), claimed_by, claimed_shop_id, change
  from prizes, (values
    (old.claimed_at, old.claimed_by, old.claimed_shop_id, -1), (new.claimed_at, new.claimed_by, new.claimed_shop_id, 1)
  ) as _ (claimed_at, claimed_by, claimed_shop_id, change)
  where prizes.id = new.prize_id and claimed_at is not null
  on conflict (contest_id, since, employee_id, shop_id) do update set amount = counted.amount + excluded.amount;
  return null;
end $$;

insert into staff_handovers (contest_id, since, employee_id, shop_id, amount)
  select contest_id, day_of(claimed_at), claimed_by, claimed_shop_id, count(*)
  from tickets join prizes on prizes.id = prize_id where claimed_at is not null group by 1, 2, 3, 4;

create trigger tickets_staff_handovers_are_counted after update on tickets
  for each row when (old.claimed_at is distinct from new.claimed_at) execute function count_staff_handover();
