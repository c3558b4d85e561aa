import type { Readable } from 'node:stream'
import { type RawBuilder, sql } from 'kysely'
import { type ExportContents, fillIn, offsetInRepeatedHour, parisTime } from './rows/column.ts'
import type { ExportConnection } from './rows/copy-rows.ts'
import { wholeLines } from './rows/whole-lines.ts'

/** French spreadsheets split at semicolons, and read a file as UTF-8 if it begins with this mark. */
const MARK = '\ufeff'

/**
 * What a spreadsheet takes for a formula: a cell that begins with = + - @ (or their full-width forms), a tab or a line
 * break, also after what another program takes for a separator or a quote. An apostrophe before it disarms it.
 * The full-width forms are written as their bytes. https://owasp.org/www-community/attacks/CSV_Injection
 */
const BEFORE_FORMULA = /(^|[\n\r;,|\t"'])(?=[ \t]*(?:[=+\-@\t\r]|\xef\xbc[\x8b\x8d\x9d\xa0]))/g

/** Has these contents copied as lines of CSV. */
export function copyCsv({ copy }: ExportConnection, { columns, rows, order }: ExportContents): Promise<Readable> {
  const values = columns.map(({ kind, value }, index) =>
    (kind === 'moment' ? momentText(value) : value).as(`c${index}`),
  )
  const query = order.reduce((query, place) => query.orderBy(place), rows.select(values))
  return copy(query.compile(), `format csv, delimiter ';'`)
}

/** A text that every spreadsheet reads as a date, save in the repeated hour: no format of dates has an offset. */
function momentText(value: RawBuilder<unknown>): RawBuilder<string> {
  return sql`${parisTime(value)}::text || coalesce(' (' || ${offsetInRepeatedHour(value)} || ')', '')`
}

/** A file of CSV (RFC 4180) with a header and without formulas, made of what `copyCsv` copies. */
export async function* csvFile({ columns, fill }: ExportContents, rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${MARK}${columns.map(({ title }) => quoted(title)).join(';')}\r\n`)
  for await (const lines of wholeLines(rows)) {
    const file = disarmed(lines)
    yield fill ? fillIn(file, key => quoted(fill(key))) : file
  }
}

/** Reads each byte as one character: nothing has to be decoded, and the patterns match the same bytes. */
function disarmed(lines: Buffer): Buffer {
  return Buffer.from(lines.toString('latin1').replace(BEFORE_FORMULA, "$1'").replaceAll('\n', '\r\n'), 'latin1')
}

function quoted(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
