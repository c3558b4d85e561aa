-- The audit trail is only added to, and its events are chained by hashes; the backend works as a role of its own, which
-- may do what its code does and no more.
--
-- See docs/decisions/audit-chain.md and docs/decisions/database-roles.md.

-- Roles belong to the server, not to a database: another database of this server may have made it already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tiptop_application') then
    create role tiptop_application nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'Le rôle tiptop_application manque, et % n’a pas le droit de le créer. Qu’un superutilisateur '
      'exécute « create role tiptop_application nologin; », puis relancez les migrations.', current_user
      using errcode = 'insufficient_privilege';
end $$;

-- One row a run of consecutive ids. The hash of an event is sha256(hash of the event before || its text as UTF-8); the
-- first one follows 32 zero bytes. `hashes` holds 32 bytes for each id from first to last.
create table audit_seals (
  first_id bigint primary key,
  last_id bigint not null,
  previous_hash bytea not null unique check (octet_length(previous_hash) = 32),
  hashes bytea not null,
  sealed_at timestamptz not null default clock_timestamp(),
  check (octet_length(hashes) = 32 * (last_id - first_id + 1))
);
alter table audit_seals alter column hashes set storage external;

-- Seals the next events, at most `most` of them and none past `up_to`, below which no id may appear any more.
-- One sealer at a time: who finds another one at work has nothing to do. Returns how many events were sealed.
create function seal_events(up_to bigint, most integer) returns integer language plpgsql as $$
declare
  event record;
  sealed integer := 0;
  sealed_to bigint;
  head bytea;
  run_from bigint;
  run_head bytea;
  run_hashes bytea := '';
begin
  if not pg_try_advisory_xact_lock(hashtext('seal_events')) then return 0; end if;

  select last_id, substring(hashes from octet_length(hashes) - 31) into sealed_to, head
  from audit_seals order by first_id desc limit 1;
  head := coalesce(head, decode(repeat('00', 32), 'hex'));

  for event in
    select id, lead(id) over (order by id) is distinct from id + 1 as ends_run, convert_to(jsonb_build_array(
      id, at at time zone 'UTC', kind, actor_id, subject_id, ticket_id, details)::text, 'UTF8') as bytes
    from (select * from audit_events where id > coalesce(sealed_to, 0) and id <= up_to order by id limit most) next
    order by id
  loop
    if run_hashes = '' then
      run_from := event.id;
      run_head := head;
    end if;
    head := sha256(head || event.bytes);
    run_hashes := run_hashes || head;
    sealed := sealed + 1;
    if event.ends_run then
      insert into audit_seals (first_id, last_id, previous_hash, hashes)
      values (run_from, event.id, run_head, run_hashes);
      run_hashes := '';
    end if;
  end loop;
  return sealed;
end $$;

-- What the backend does. Ids and the time of a seal are not among what it may write: the database gives them.
revoke all on function fold_counts(), keep_age_bands(integer), seal_events(bigint, integer) from public;
grant usage on schema public to tiptop_application;
grant execute on function fold_counts(), keep_age_bands(integer), seal_events(bigint, integer) to tiptop_application;
grant select on kysely_migration, contests, prizes, shops, allotment_slices to tiptop_application;
grant select on counts, uncounted, unplayed_counts to tiptop_application;
grant select on audit_events, audit_seals to tiptop_application;
grant insert (at, kind, actor_id, subject_id, ticket_id, details) on audit_events to tiptop_application;
grant insert (first_id, last_id, previous_hash, hashes) on audit_seals to tiptop_application;
grant select, update (status, code, player_id, played_at, claimed_at, claimed_by, claimed_shop_id) on tickets
  to tiptop_application;
grant select, insert, update (age_band) on participations to tiptop_application;
grant select, insert, update on players, folded_counts, users to tiptop_application;
grant select, update on unplayed_tickets to tiptop_application;
grant select, insert, update, delete on count_changes, uncounted_plays, sessions, identities, one_time_tokens,
  attempt_limits to tiptop_application;

-- Beside the plays the trail is short; the page of administrators reads it along this index, the newest first.
create index audit_events_besides_plays on audit_events (id) where kind <> 'ticket-played';

-- What the grants refuse the application, these refuse everybody, who would have to take them away first.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed nor deleted', tg_table_name;
end $$;
create trigger audit_seals_are_kept before update or delete or truncate on audit_seals
  for each statement execute function refuse_rewriting();
create trigger audit_events_are_kept before update or delete or truncate on audit_events
  for each statement execute function refuse_rewriting();
