import { Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { csvFile } from './csv.ts'
import { type ExportContents, filled, text } from './rows/column.ts'

/** The file of these rows, which arrive in these pieces: a name, and a link that is made here. */
function fileOf(pieces: string[]): Promise<string> {
  const contents = {
    columns: [text('Nom; "dit"', sql`''`, 10), filled('Lien', [sql`''`], 10)],
    fill: (key: string) => `${key}; "${key}"`,
  } as Partial<ExportContents> as ExportContents
  return textOf(Readable.from(csvFile(contents, Readable.from(pieces.map(piece => Buffer.from(piece))))))
}

const HEADER = '"Nom; ""dit""";Lien\r\n'

test('a header or a made cell that holds a separator or a quote is quoted, in whatever pieces the rows arrive', async () => {
  const file = await fileOf(['Ali', 'x;\u0002a', '1\u0002\nBrook;', '\u0002b2\u0002\n'])
  expect(file.replace('\ufeff', '')).toBe(`${HEADER}Alix;"a1; ""a1"""\r\nBrook;"b2; ""b2"""\r\n`)
})

test('a name that begins a line, and with it a piece, is no formula either', async () => {
  const file = await fileOf(['=1+1;\u0002a\u0002\n', '@SUM;\u0002b\u0002\n-1;\u0002c\u0002\n'])
  const lines = file.replace('\ufeff', '').replace(HEADER, '').split('\r\n')
  expect(lines.map(line => line.split(';')[0])).toEqual(["'=1+1", "'@SUM", "'-1", ''])
})
