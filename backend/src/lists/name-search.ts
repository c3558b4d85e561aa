import { type RawBuilder, sql } from 'kysely'

/**
 * Whether the names of the users row `alias` begin with the words of a text, in any order, along an index. The database
 * says what a word is (`search_words()`); no name matches a text without words.
 */
export function isNamed(alias: string, typed: string): RawBuilder<boolean> {
  const names = [sql.ref(`${alias}.first_name`), sql.ref(`${alias}.last_name`)]
  return sql<boolean>`name_vector(${sql.join(names)}) @@ name_query(${typed})`
}
