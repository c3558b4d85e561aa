-- What happened in a database that was left is done again once: its event, or its account, is the same under whatever name
-- that database has.
create unique index concurrently audit_events_replayed on audit_events (((details->'replayed') - 'from'))
  where details ? 'replayed';
