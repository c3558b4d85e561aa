-- Accounts, the contest with its prizes and tickets, participations, limits and the audit trail.
--
-- Who played a ticket is written without a foreign key: a play would otherwise lock and rewrite the player's row
-- each time. Rows of users are never deleted (erasure is pseudonymisation), which the trigger below holds.

create type user_role as enum ('player', 'employee', 'admin');
create type identity_provider as enum ('google', 'facebook');
create type token_purpose as enum ('verify-email', 'reset-password');
create type ticket_status as enum ('unclaimed', 'pending', 'claimed');
create type language as enum ('fr', 'en');

create table users (
  id integer generated always as identity primary key,
  email text not null,
  email_verified_at timestamptz,
  password_hash text,
  first_name text not null,
  last_name text not null,
  birth_date date,
  role user_role not null default 'player',
  language language not null default 'fr',
  rules_accepted_at timestamptz,
  newsletter_consent_at timestamptz,
  disabled_at timestamptz,
  erased_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

create function refuse_deletion() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never deleted', tg_table_name;
end $$;
create trigger users_are_kept before delete on users for each statement execute function refuse_deletion();

create table identities (
  provider identity_provider not null,
  subject text not null,
  user_id integer not null references users,
  created_at timestamptz not null default now(),
  primary key (provider, subject),
  unique (user_id, provider)
);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id integer not null references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_user on sessions (user_id) where revoked_at is null;

create table one_time_tokens (
  token_hash bytea primary key,
  purpose token_purpose not null,
  user_id integer not null references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_tokens_user on one_time_tokens (user_id, purpose) where used_at is null;

-- Failed attempts at one thing from one account or one address; a key past its limit waits until blocked_until.
create table attempt_limits (
  key text primary key,
  failures integer not null,
  window_ends_at timestamptz not null,
  blocked_until timestamptz
);

create table contests (
  id smallint generated always as identity primary key,
  slug text not null unique,
  name text not null,
  opens_at timestamptz not null,
  receipts_until timestamptz not null,
  plays_until timestamptz not null,
  claims_until timestamptz not null,
  grand_prize_fr text not null,
  grand_prize_en text not null,
  grand_prize_value_cents integer not null,
  ticket_count integer,
  allotment_digest bytea,
  generated_at timestamptz,
  check (opens_at < receipts_until and receipts_until <= plays_until and plays_until <= claims_until),
  check ((ticket_count is null) = (allotment_digest is null) and (allotment_digest is null) = (generated_at is null))
);

create table prizes (
  id smallint generated always as identity primary key,
  contest_id smallint not null references contests,
  position smallint not null check (position between 1 and 255),
  slug text not null,
  name_fr text not null,
  name_en text not null,
  description_fr text not null,
  description_en text not null,
  value_cents integer,
  quota integer not null check (quota >= 0),
  unique (contest_id, position),
  unique (contest_id, slug)
);

-- fillfactor leaves room on each page so that playing and handing over stay heap-only updates;
-- for the same reason no index covers a column that they change.
create table tickets (
  id integer primary key,
  prize_id smallint not null,
  code_hash bytea not null unique check (octet_length(code_hash) = 16),
  status ticket_status not null default 'unclaimed',
  code text,
  player_id integer,
  played_at timestamptz,
  claimed_at timestamptz,
  claimed_by integer,
  check ((status = 'unclaimed') = (played_at is null)),
  check ((played_at is null) = (player_id is null) and (played_at is null) = (code is null)),
  check ((status = 'claimed') = (claimed_at is not null) and (claimed_at is null) = (claimed_by is null))
) with (fillfactor = 80);

-- What an allotted ticket is never changes, and its prize exists. Statement triggers hold it: a foreign key would look
-- at each row and double the time that loading takes.
create function refuse_unknown_prize() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct prize_id from added) t where prize_id not in (select id from prizes)) then
    raise foreign_key_violation using message = 'a ticket has a prize that does not exist';
  end if;
  return null;
end $$;
create trigger tickets_have_prizes after insert on tickets
  referencing new table as added for each statement execute function refuse_unknown_prize();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the allotment in % never changes', tg_table_name;
end $$;
create trigger tickets_keep_their_prize before update of id, prize_id, code_hash on tickets
  for each statement execute function refuse_change();
create trigger prizes_are_kept before delete or truncate on prizes for each statement execute function refuse_deletion();
create trigger prizes_keep_their_place before update of id, contest_id, position on prizes
  for each statement execute function refuse_change();

-- The allotment as it was drawn, in slices: 17 bytes a ticket (code hash, position of its prize), by ticket id.
-- The SHA-256 of all slices in order is the digest that was deposited before the opening.
create table allotment_slices (
  contest_id smallint not null references contests,
  first_ticket_id integer not null,
  entries bytea not null,
  primary key (contest_id, first_ticket_id)
);
alter table allotment_slices alter column entries set storage external;

-- Insert-only: who took part, when, with which ticket.
create table participations (
  player_id integer not null,
  ticket_id integer not null,
  prize_id smallint not null,
  played_at timestamptz not null,
  primary key (player_id, ticket_id)
);

-- Insert-only: what happened, in the order in which it was written.
create table audit_events (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  actor_id integer,
  ticket_id integer,
  details jsonb
);
