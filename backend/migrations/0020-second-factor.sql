-- The second factor of staff: passkeys, an authenticator app, recovery codes. See docs/decisions/second-factor.md.

-- A session of staff reaches nothing else until its second step is passed. The challenge is the one that this session's
-- browser has to answer with a passkey.
alter table sessions add column second_factor_at timestamptz;
alter table sessions add column passkey_challenge text;
alter table sessions add column passkey_challenge_until timestamptz;

-- `counter`: how often the authenticator has signed, as it says; always 0 for those that do not count.
create table passkeys (
  id text primary key,
  user_id integer not null references users check (user_id > 0),
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (name <> ''),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_user on passkeys (user_id);

-- Secrets of RFC 6238, encrypted with a key that the database does not hold. A pending one waits for its first code, and
-- then takes the place of the one in use. A time step is used once: `last_step` only grows.
create table authenticator_apps (
  user_id integer primary key references users check (user_id > 0),
  secret bytea,
  pending_secret bytea,
  last_step bigint not null default 0,
  added_at timestamptz,
  check ((secret is null) = (added_at is null)),
  check (secret is not null or pending_secret is not null)
);

create table recovery_codes (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  user_id integer not null references users check (user_id > 0),
  used_at timestamptz
);
create index recovery_codes_user on recovery_codes (user_id);

-- Every process hears that a session goes on under another id, and that an account has a second factor which its other
-- sessions have not passed: see announce_session_end().
create function announce_session_id() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('revocations', 'session:' || old.id);
  return null;
end $$;
create trigger session_ids_are_announced after update of id on sessions
  for each row when (old.id <> new.id) execute function announce_session_id();

create function announce_second_factor() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('revocations', 'account:' || new.user_id);
  return null;
end $$;
create trigger passkeys_are_announced after insert on passkeys for each row execute function announce_second_factor();
create trigger authenticator_apps_are_announced after update of secret on authenticator_apps
  for each row when (old.secret is null and new.secret is not null) execute function announce_second_factor();

grant select, insert, update, delete on passkeys, authenticator_apps, recovery_codes to tiptop_application;
