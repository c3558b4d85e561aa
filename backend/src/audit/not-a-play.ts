import { type RawBuilder, sql } from 'kysely'

/** Any event but a play, in the very words of the partial indexes. `events`: the trail's name in the query. */
export function isNotAPlay(events = 'audit_events'): RawBuilder<boolean> {
  return sql`${sql.ref(`${events}.kind`)} <> 'ticket-played'`
}
