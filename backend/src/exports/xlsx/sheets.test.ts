import { buffer } from 'node:stream/consumers'
import { readXlsx } from 'hucre'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { type ExportContents, number, text } from '../rows/column.ts'
import { openCopies } from '../rows/copy-rows.ts'
import { copySheetRows } from './copy-sheet-rows.ts'
import { xlsxFile } from './xlsx-file.ts'

const { tools } = await startBackend()
const openCopying = openCopies()

/** A workbook of the numbers up to `count`. */
async function workbookOf(count: number, perSheet: number) {
  const copying = await openCopying(tools.config.database.url)
  const contents: ExportContents = {
    rows: copying.db.selectFrom(sql<{ n: number }>`(select generate_series(1, ${count}) as n)`.as('series')),
    order: [sql`n`],
    columns: [number('Nombre', sql`n`), text('Mot', sql`'mot ' || n`, 10)],
  }
  try {
    const rows = await copySheetRows(copying, contents, perSheet)
    return await readXlsx(await buffer(xlsxFile(contents, rows, { title: 'Nombres', perSheet })))
  } finally {
    copying.close()
  }
}

test('rows past the end of a sheet go on on the next one, each under the header', async () => {
  const { sheets } = await workbookOf(7, 3)
  expect(sheets.map(({ name }) => name)).toEqual(['Nombres', 'Nombres 2', 'Nombres 3'])
  const header = ['Nombre', 'Mot']
  expect(sheets[0]?.rows).toEqual([header, [1, 'mot 1'], [2, 'mot 2'], [3, 'mot 3']])
  expect(sheets[2]?.rows).toEqual([header, [7, 'mot 7']])
  expect(sheets.map(({ autoFilter }) => autoFilter?.range)).toEqual(['A1:B4', 'A1:B4', 'A1:B2'])
})

test('a sheet that is just full is the last one, and a workbook without rows has one sheet', async () => {
  expect((await workbookOf(6, 3)).sheets).toHaveLength(2)
  const { sheets } = await workbookOf(0, 3)
  expect(sheets.map(({ rows }) => rows)).toEqual([[['Nombre', 'Mot']]])
})

test('rows that fill many blocks of memory all arrive, once and in order', async () => {
  const { sheets } = await workbookOf(30_000, 12_345)
  const numbers = sheets.flatMap(({ rows }) => rows.slice(1).map(([n]) => n))
  expect(sheets).toHaveLength(3)
  expect(numbers).toEqual(Array.from({ length: 30_000 }, (_, index) => index + 1))
})
