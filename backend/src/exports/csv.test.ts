import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { csvFile } from './csv.ts'
import { type ExportContents, filled, text } from './rows/column.ts'

test('a header or a made cell that holds a separator or a quote is quoted, in whatever pieces the rows arrive', async () => {
  const contents = {
    columns: [text('Nom; "dit"', sql`''`, 10), filled('Lien', [sql`''`], 10)],
    fill: (key: string) => `${key}; "${key}"`,
  } as Partial<ExportContents> as ExportContents
  const pieces = ['Ali', 'x;\u0002a', '1\u0002\nBrook;', '\u0002b2\u0002\n'].map(piece => Buffer.from(piece))
  const file = await buffer(Readable.from(csvFile(contents, Readable.from(pieces))))
  expect(file.toString()).toBe('\ufeff"Nom; ""dit""";Lien\r\nAlix;"a1; ""a1"""\r\nBrook;"b2; ""b2"""\r\n')
})
