import { type PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type ExportContents, fillIn } from '../rows/column.ts'
import { firstLines, wholeLines } from '../rows/whole-lines.ts'
import * as parts from './parts.ts'

/** Excel takes no more rows than this on a sheet; the header is one of them. */
export const ROWS_PER_SHEET = 1_048_576 - 1
/** Twice as quick as the usual 6, for a tenth more bytes. */
export const COMPRESSION = 3

/** The name of the workbook, and the number of rows on each of its sheets. */
type SheetLayout = { title: string; perSheet: number }

/**
 * A workbook as Excel 2007 and later read it, made of what `copySheetRows` copies: as many sheets as needed, each with
 * the header. It is made while it is read; an error of the rows is an error of the workbook.
 */
export function xlsxFile(contents: ExportContents, rows: AsyncIterable<Buffer>, layout: SheetLayout): Readable {
  const zip = new ZipFile()
  const file = zip.outputStream as PassThrough
  const fail = (error: Error) => void file.destroy(error)
  zip.on('error', fail)
  writeParts(zip, sheetsOf(contents, rows, layout.perSheet), layout.title).catch(fail)
  return file
}

/** The zip takes the parts one after the other, and each sheet only as fast as the file is read. */
async function writeParts(zip: ZipFile, sheets: ReturnType<typeof sheetsOf>, title: string): Promise<void> {
  const add = (path: string, xml: string) => zip.addBuffer(Buffer.from(xml), path)
  add('[Content_Types].xml', parts.contentTypes)
  add('_rels/.rels', parts.packageRelations)
  add('xl/styles.xml', parts.styles)
  let count = 0
  do {
    count++
    const sheet = Readable.from(sheets.write(), { objectMode: false, highWaterMark: 65_536 })
    zip.addReadStream(sheet, `xl/worksheets/sheet${count}.xml`, { compressionLevel: COMPRESSION })
    await finished(sheet)
  } while (sheets.rowsAreLeft())
  add('xl/workbook.xml', parts.workbook(title, count))
  add('xl/_rels/workbook.xml.rels', parts.workbookRelations(count))
  zip.end()
}

/** Distributes the rows over sheets, one after the other; there is a first sheet even if there are no rows. */
function sheetsOf({ columns, fill }: ExportContents, rows: AsyncIterable<Buffer>, perSheet: number) {
  const pieces = (fill ? wholeLines(rows) : rows)[Symbol.asyncIterator]()
  let waiting: Buffer = Buffer.alloc(0)
  const someAreWaiting = async () => {
    if (waiting.length === 0) waiting = (await pieces.next()).value ?? waiting
    return waiting.length > 0
  }

  return {
    async *write(): AsyncGenerator<Buffer> {
      yield Buffer.from(parts.sheetStart(columns))
      let count = 0
      while (count < perSheet && (await someAreWaiting())) {
        const { length, lines } = firstLines(waiting, perSheet - count)
        const written = waiting.subarray(0, length)
        waiting = waiting.subarray(length)
        count += lines
        yield fill ? fillIn(written, key => parts.escapeXml(fill(key))) : written
      }
      await someAreWaiting()
      yield Buffer.from(parts.sheetEnd(columns, count))
    },
    rowsAreLeft: () => waiting.length > 0,
  }
}
