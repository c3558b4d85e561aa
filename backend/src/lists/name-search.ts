import { type RawBuilder, sql } from 'kysely'

const MARKS = /\p{M}/gu
const NO_WORD = /[^\p{L}\p{N}]+/u

/** The words of a name as they are searched: without case, accents, hyphens and apostrophes. */
export function nameWords(typed: string): string[] {
  return typed.normalize('NFD').replace(MARKS, '').toLowerCase().split(NO_WORD).filter(Boolean)
}

/** Whether the names of the users row `alias` begin with these words, in any order, along an index. */
export function isNamed(alias: string, words: string[]): RawBuilder<boolean> {
  const names = [sql.ref(`${alias}.first_name`), sql.ref(`${alias}.last_name`)]
  return sql<boolean>`name_words(${sql.join(names)}) @@ ${nameQuery(words)}::tsquery`
}

/** A full-text query for people whose names begin with these words. */
export function nameQuery(words: string[]): string {
  return words.map(word => `'${word}':*`).join(' & ')
}
