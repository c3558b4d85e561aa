-- What the application's role could still falsify: the seals of the audit trail, and what becomes of a ticket.
-- See docs/decisions/guarded-books.md.

-- A seal that does not continue the chain would stop it for good, so only this function writes them. The path keeps a
-- temporary table from taking the place of the trail.
alter function seal_events(bigint, integer) security definer;
alter function seal_events(bigint, integer) set search_path = public, pg_temp;
revoke insert on audit_seals from tiptop_application;

create function refuse_transition() returns trigger language plpgsql as $$
begin
  raise exception 'ticket % goes from % to % in a way that no ticket does', new.id, old.status, new.status
    using errcode = 'integrity_constraint_violation';
end $$;

-- Through the backend, the staff of the shop hand over, and never to themselves. The owner may write down what has left a
-- shop, whatever role or shop its employee has by now: a reconciliation does.
create function refuse_strange_handover() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not pg_has_role((select relowner from pg_class where oid = tg_relid), 'usage') and (new.claimed_by = new.player_id or not exists (
    select from users
    where id = new.claimed_by and role in ('employee', 'admin') and shop_id = new.claimed_shop_id
  )) then
    raise exception 'ticket % is handed over by an account that may not', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

-- Looks when the transaction ends, because the event is written after the ticket.
create function refuse_unrecorded_handover() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  deed text := case new.status when 'claimed' then 'prize-handed-over' else 'handover-undone' end;
  last record;
begin
  select kind, actor_id into last from audit_events
  where ticket_id = new.id and kind <> 'ticket-played' and kind in ('prize-handed-over', 'handover-undone')
  order by id desc limit 1;
  if last.kind is distinct from deed or (new.status = 'claimed' and last.actor_id is distinct from new.claimed_by) then
    raise exception 'the audit trail does not say % of ticket %', deed, new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

-- Last, because every play writes the tickets and waits until the migrations end. They fire after the update: a trigger
-- before it would lock each row once more. For a play only the conditions are evaluated, and no function is called.
create trigger tickets_keep_their_history after update on tickets
  for each row when (
    not (old.status = 'unclaimed' and new.status = 'pending')
    and not (
      (old.status = 'pending' and new.status = 'claimed' or old.status = 'claimed' and new.status = 'pending')
      and (old.code, old.player_id, old.played_at) is not distinct from (new.code, new.player_id, new.played_at)
    )
  ) execute function refuse_transition();
create trigger tickets_are_handed_over_by_staff after update on tickets
  for each row when (old.status = 'pending' and new.status = 'claimed') execute function refuse_strange_handover();
create constraint trigger tickets_handovers_are_recorded after update on tickets deferrable initially deferred
  for each row when (old.status <> 'unclaimed') execute function refuse_unrecorded_handover();
