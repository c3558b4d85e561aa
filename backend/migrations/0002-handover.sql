-- Shops, and what handing a prize over writes down.
--
-- All migrations of a release share one transaction, so a lock lasts until its end: what waits for the tickets, which
-- every play writes, comes last.

create table shops (
  id smallint generated always as identity primary key,
  slug text not null unique,
  name text not null,
  city text not null,
  postal_code text not null,
  opened_on date
);
create trigger shops_are_kept before delete or truncate on shops for each statement execute function refuse_deletion();

alter table users add column shop_id smallint references shops;

-- The words of a name without case and accents, so that an employee finds `Hélène Le Goff` by `le goff hel`.
create function name_words(first_name text, last_name text) returns tsvector
  language sql immutable strict parallel safe
  return array_to_tsvector(array_remove(string_to_array(regexp_replace(
    lower(regexp_replace(normalize(first_name || ' ' || last_name, nfd), '[\u0300-\u036f]', '', 'g')),
    '[-''’.,[:space:]]+', ' ', 'g'), ' '), ''));
create index users_name_words on users using gin (name_words(first_name, last_name));

-- Pending tickets are listed along this index, the newest first.
create index participations_newest on participations (played_at desc, ticket_id desc);

-- A ticket's history; most events are plays, which no history shows.
create index audit_events_ticket on audit_events (ticket_id) where kind <> 'ticket-played';

-- Which shop handed over. No foreign key: each handover would lock one of ten rows, which all tablets of a shop share;
-- rows of shops are never deleted, which the trigger above holds. No index either: the update stays heap-only.
alter table tickets add column claimed_shop_id smallint;
alter table tickets add constraint tickets_claimed_by_whom_where check (
  (status = 'claimed') = (claimed_by is not null) and (claimed_by is null) = (claimed_shop_id is null)
) not valid;
alter table tickets validate constraint tickets_claimed_by_whom_where;
