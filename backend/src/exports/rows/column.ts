import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'

/** One column of a file: its header, the kind and width of its cells, and their value. */
export type ExportColumn = {
  title: string
  kind: 'text' | 'number' | 'moment' | 'filled'
  /** in characters */
  width: number
  value: RawBuilder<unknown>
}

/** The contents of a file: its rows, always in the same order. */
export type ExportContents = {
  columns: ExportColumn[]
  /** the rows, with nothing selected yet */
  // biome-ignore lint/suspicious/noExplicitAny: each content has tables of its own, and its values are SQL
  rows: SelectQueryBuilder<any, any, object>
  order: RawBuilder<unknown>[]
  /** how many rows there are, if that is known without counting */
  known?: number | null
  /** the text of a `filled` cell */
  fill?: (key: string) => string
}

export function text(title: string, value: RawBuilder<unknown>, width: number): ExportColumn {
  return { title, kind: 'text', width, value }
}

export function number(title: string, value: RawBuilder<unknown>): ExportColumn {
  return { title, kind: 'number', width: Math.max(title.length + 4, 10), value }
}

/** A moment to the second, in French time, as the header says; in the hour that October repeats, with its offset. */
export function moment(title: string, value: RawBuilder<unknown>): ExportColumn {
  const said = `${title} (heure de Paris)`
  return { title: said, kind: 'moment', width: Math.max(said.length + 4, 20), value }
}

/** Text that the database cannot make, such as a signed link: the database returns a key, and `fill` makes the text. */
export function filled(title: string, key: RawBuilder<unknown>[], width: number): ExportColumn {
  const value = sql`${sql.lit(FILL)} || concat_ws(' ', ${sql.join(key)}) || ${sql.lit(FILL)}`
  return { title, kind: 'filled', width, value }
}

/** The moment in French time, without fractions of a second. */
export function parisTime(value: RawBuilder<unknown>): RawBuilder<Date> {
  return sql<Date>`date_trunc('second', ${value} at time zone 'Europe/Paris')`
}

/**
 * What tells the two hours apart that the clocks of France show twice in October, as `offsetInRepeatedHour` has it;
 * null at any other time.
 */
export function offsetInRepeatedHour(value: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`case ${parisTime(value)}
    when ${parisTime(sql`(${value} + interval '1 hour')`)} then 'UTC+2'
    when ${parisTime(sql`(${value} - interval '1 hour')`)} then 'UTC+1' end`
}

/** Marks both ends of a key among the rows. */
const FILL = '\u0002'
const FILLED = new RegExp(`${FILL}([^${FILL}]*)${FILL}`, 'g')

/** The same bytes with each key replaced by its text. */
export function fillIn(bytes: Buffer, textOf: (key: string) => string): Buffer {
  return Buffer.from(bytes.toString().replace(FILLED, (_, key) => textOf(key)))
}
