-- What operations may ask of a contest without knowing its tables: views in a schema of their own, whose name is their version.
-- A view of operations_v1 never changes its columns; another shape is another schema beside it.
-- PostgreSQL keeps a view on its columns through a renaming, and refuses to drop a column that a view reads.
-- See docs/decisions/views-for-operations.md.
--
-- The owner alone reads them: the backend has no use for them. Rows of verifications (numbers below zero) are left out.

create schema operations_v1;

-- What people do, one row each: what is lost by going back to a moment is what comes after it.
create view operations_v1.plays as
  select played_at as at from participations where ticket_id > 0;
create view operations_v1.accounts as
  select created_at as at from users where access_until is null;
create view operations_v1.handovers as
  select claimed_at as at from tickets where id > 0 and claimed_at is not null;

-- The contests whose tickets are drawn: only these have an allotment to verify.
create view operations_v1.generated_contests as
  select slug, ticket_count as tickets from contests where ticket_count is not null;

-- What must always be true of the rows: `offending` counts those that break it, and `sentence` follows that number in what
-- the operator reads.
create view operations_v1.invariants as
  select 'played-tickets-have-players' as name, 'tickets joués dont le joueur n’existe pas' as sentence, (
    select count(*) from tickets t
    where t.player_id is not null and not exists (select from users u where u.id = t.player_id)
  ) as offending
  union all
  select 'played-tickets-have-participations', 'tickets joués sans participation', (
    select count(*) from tickets t
    where t.status <> 'unclaimed'
      and not exists (select from participations p where p.ticket_id = t.id and p.player_id = t.player_id)
  )
  union all
  select 'participations-have-played-tickets', 'participations dont le ticket n’est pas joué', (
    select count(*) from participations p
    where not exists (
      select from tickets t where t.id = p.ticket_id and t.player_id = p.player_id and t.status <> 'unclaimed'
    )
  )
  union all
  select 'generated-tickets-exist', 'tickets générés qui manquent', (
    select greatest(0, coalesce((select sum(ticket_count) from contests), 0) - (select count(*) from tickets where id > 0))
  );

-- Which of the tables that a contest needs are gone. They are listed by name, so that the view outlives them.
create view operations_v1.missing_tables as
  select name
  from unnest(array['users', 'contests', 'prizes', 'tickets', 'participations', 'audit_events']) as name
  where to_regclass('public.' || name) is null;
