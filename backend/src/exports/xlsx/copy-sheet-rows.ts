import type { Readable } from 'node:stream'
import { type RawBuilder, sql } from 'kysely'
import { type ExportColumn, type ExportContents, offsetInRepeatedHour, parisTime } from '../rows/column.ts'
import type { ExportConnection } from '../rows/copy-rows.ts'
import { columnName, STYLES } from './parts.ts'

/** Placeholder for the number of the row. It cannot occur in a text, because XML has no such character. */
const ROW = '\u0001'
/** Nothing is quoted: no row contains these. */
const FORMAT = `format csv, delimiter e'\\x03', quote e'\\x04'`

/** What has another meaning in XML or in Excel (`_x000D_` is a line break there), or is not allowed at all. */
const MARKUP = '[&<>\\x01-\\x1f\\x7f\\ufffe\\uffff]|_x[0-9a-fA-F]{4}_'
const FORBIDDEN = '[\\x01-\\x1f\\x7f\\ufffe\\uffff]'
const ESCAPE = '_(?=x[0-9a-fA-F]{4}_)'

/**
 * Has these contents copied as rows of a worksheet, one per line: the database writes the XML, so that this process,
 * which players wait for, only passes it on. Each sheet holds `perSheet` rows below its header.
 */
export function copySheetRows(
  { db, copy }: ExportConnection,
  contents: ExportContents,
  perSheet: number,
): Promise<Readable> {
  const { rows, columns, order } = contents
  const places = order.map((place, index) => place.as(`place${index}`))
  const place = sql.join(order.map((_, index) => sql.ref(`place${index}`)))
  const written = rows.select([rowOf(columns).as('xml'), ...places])
  const number = sql`(row_number() over (order by ${place}) - 1) % ${perSheet} + 2`
  const query = sql`select replace(xml, ${ROW}, (${number})::text) from (${written}) as written order by ${place}`
  return copy(query.compile(db), FORMAT)
}

function rowOf(columns: ExportColumn[]): RawBuilder<string> {
  const cells = columns.map((column, index) => sql`coalesce(${cellOf(column, `${columnName(index)}${ROW}`)}, '')`)
  return sql<string>`${sql.lit(`<row r="${ROW}">`)} || ${sql.join(cells, sql` || `)} || '</row>'`
}

/** The cell of this value as XML; null for null, because an empty cell is left out. */
function cellOf({ kind, value }: ExportColumn, at: string): RawBuilder<string> {
  switch (kind) {
    case 'number':
      return cell(`<c r="${at}"><v>`, sql`(${value})::text`, '</v></c>')
    case 'moment':
      return cell(
        `<c r="${at}" s="`,
        sql`${momentStyle(value)} || '"><v>' || (${serialNumber(value)})::text`,
        '</v></c>',
      )
    case 'text':
      return cell(`<c r="${at}" t="inlineStr"><is><t>`, escaped(value), '</t></is></c>')
    case 'filled':
      return cell(`<c r="${at}" t="inlineStr"><is><t>`, value, '</t></is></c>')
  }
}

function cell(before: string, value: RawBuilder<unknown>, after: string): RawBuilder<string> {
  return sql<string>`${sql.lit(before)} || ${value} || ${sql.lit(after)}`
}

/** The look of a moment: a real date at any time, with its offset where two moments are the same date. */
function momentStyle(value: RawBuilder<unknown>): RawBuilder<string> {
  return sql`case ${offsetInRepeatedHour(value)} when 'UTC+2' then ${sql.lit(String(STYLES.momentFirst))}
    when 'UTC+1' then ${sql.lit(String(STYLES.momentAgain))} else ${sql.lit(String(STYLES.moment))} end`
}

/** Days since the end of 1899, as Excel counts time. */
function serialNumber(value: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`extract(epoch from ${parisTime(value)})::float8 / 86400 + 25569`
}

function escaped(value: RawBuilder<unknown>): RawBuilder<string> {
  const entities = sql`replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
  const allowed = sql`regexp_replace(${entities}, ${FORBIDDEN}, ' ', 'g')`
  const literal = sql`regexp_replace(${allowed}, ${ESCAPE}, '_x005F_', 'g')`
  return sql<string>`case when (${value}) ~ ${MARKUP} then ${literal} else ${value} end`
}
