import { type RawBuilder, sql } from 'kysely'

/** First and last name of the row of users that the query joins under this name; null without such a row. */
export function fullName(person: string): RawBuilder<string | null> {
  return sql`${sql.ref(`${person}.first_name`)} || ' ' || ${sql.ref(`${person}.last_name`)}`
}
