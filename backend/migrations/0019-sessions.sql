-- Sessions whose end every process hears of at once, and which their owner can tell apart. See
-- docs/decisions/session-of-one-minute.md.

-- `browser` and `system` are words of ours, as far as the browser names itself: its own name for itself is not kept.
alter table sessions
  add column last_seen_at timestamptz not null default now(),
  add column reauthenticated_at timestamptz,
  add column browser text,
  add column system text;

create function announce_session_end() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('revocations', 'session:' || new.id);
  return null;
end $$;
create trigger session_ends_are_announced after update of revoked_at on sessions
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function announce_session_end();

create function announce_account_change() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('revocations', 'account:' || new.id);
  return null;
end $$;
create trigger account_changes_are_announced after update of role, disabled_at, erased_at, access_until on users
  for each row when (
    (old.role, old.disabled_at, old.erased_at, old.access_until)
      is distinct from (new.role, new.disabled_at, new.erased_at, new.access_until)
  ) execute function announce_account_change();
