import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import type { ExportFormat, ExportName } from '@tiptop/contract/exports.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Tools } from '../tools.ts'
import { type ExportFilter, exportable } from './contents/contents.ts'
import { copyCsv, csvFile } from './csv.ts'
import type { ExportConnection } from './rows/copy-rows.ts'
import { countRows } from './rows/count-rows.ts'
import { copySheetRows } from './xlsx/copy-sheet-rows.ts'
import { COMPRESSION, ROWS_PER_SHEET, xlsxFile } from './xlsx/xlsx-file.ts'

export type ExportRequest<Name extends ExportName> = {
  name: Name
  format: ExportFormat
  filter: ExportFilter<Name>
  by: number
}

/** A file that is made while it is read; the number of its rows, and about how many bytes they take. */
type ExportFile = { body: Readable; rows: number; bytes: number }

/**
 * Makes a file of the rows that match a filter, and records who asked before sending its first byte. The file never
 * outgrows the memory: the database waits for the reader.
 */
export async function makeExport<Name extends ExportName>(
  { db, ...tools }: Pick<Tools, 'db' | 'config' | 'now'>,
  copying: ExportConnection,
  { name, format, filter, by }: ExportRequest<Name>,
): Promise<ExportFile> {
  const { title, contents: contentsOf } = exportable[name]
  const contents = await contentsOf(copying.db, tools, filter)
  const rows = await countRows(copying, contents)
  const layout = { title, perSheet: ROWS_PER_SHEET }
  const copied = await (format === 'csv'
    ? copyCsv(copying, contents)
    : copySheetRows(copying, contents, layout.perSheet))
  const bytes = Math.round(rows * bytesPerRow(copied, format))
  const details = { export: name, format, rows, filter: withoutWords(filter) }
  await recordEvent(db, { kind: 'export-made', at: tools.now(), actorId: by, details })
  const body =
    format === 'csv'
      ? Readable.from(csvFile(contents, copied), { objectMode: false })
      : xlsxFile(contents, copied, layout)
  return { body, rows, bytes }
}

/** A search names a person: the audit trail records only that there was one. */
function withoutWords(filter: Record<string, unknown>): Record<string, unknown> {
  return 'search' in filter ? { ...filter, search: Boolean(filter.search) } : filter
}

/** Estimated from the first rows, which remain to be read. */
function bytesPerRow(copied: Readable, format: ExportFormat): number {
  const sample: Buffer | null = copied.read()
  if (!sample?.length) return 0
  copied.unshift(sample)
  const lines = sample.toString('latin1').split('\n').length - 1
  const size = format === 'csv' ? sample.length + lines : deflateRawSync(sample, { level: COMPRESSION }).length
  return size / Math.max(lines, 1)
}
