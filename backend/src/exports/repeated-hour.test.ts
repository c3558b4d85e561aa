import { offsetInRepeatedHour } from '@tiptop/contract/repeated-hour.ts'
import { readXlsx } from 'hucre'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startCounter } from '../../test/counter.ts'
import { openDownloads } from '../../test/downloads.ts'
import { offsetInRepeatedHour as offsetInSql } from './rows/column.ts'

const dates = {
  opensAt: new Date('2026-10-01T08:00:00Z'),
  playsUntil: new Date('2026-12-31T08:00:00Z'),
  claimsUntil: new Date('2026-12-31T08:00:00Z'),
}
const { backend, admin: signInAdmin, played } = await startCounter({ tickets: 4, dates })
const { download, csv } = await openDownloads(backend)

const moments = ['2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z']
for (const iso of moments) {
  backend.clock.at = new Date(iso)
  await played()
}
backend.clock.at = new Date('2026-11-24T11:00:00Z')
const admin = await signInAdmin()
const PLAYED = 'Joué le (heure de Paris)'

test('a file of CSV tells the two half past two of October apart, and writes any other time as spreadsheets read it', async () => {
  const rows = await csv(admin, '/admin/exports/participations.csv')
  expect(rows.map(row => row[PLAYED])).toEqual([
    '2026-10-25 01:30:00',
    '2026-10-25 02:30:00 (UTC+2)',
    '2026-10-25 02:30:00 (UTC+1)',
    '2026-10-25 03:30:00',
  ])
})

test('a workbook has real dates, whose format tells the two apart', async () => {
  const { bytes } = await download(admin, '/admin/exports/participations.xlsx')
  const { sheets } = await readXlsx(bytes, { readStyles: true })
  const shown = [1, 2, 3, 4].map(row => {
    const cell = sheets[0]?.cells?.get(`${row},0`)
    return [cell?.value, cell?.style?.numFmt]
  })
  expect(shown).toEqual([
    [new Date('2026-10-25T01:30:00Z'), 'dd/mm/yyyy hh:mm:ss'],
    [new Date('2026-10-25T02:30:00Z'), 'dd/mm/yyyy hh:mm:ss" (UTC+2)"'],
    [new Date('2026-10-25T02:30:00Z'), 'dd/mm/yyyy hh:mm:ss" (UTC+1)"'],
    [new Date('2026-10-25T03:30:00Z'), 'dd/mm/yyyy hh:mm:ss'],
  ])
})

test('the database and the site agree on every quarter of an hour of the weeks in which clocks change, for ten years', async () => {
  const at = sql.ref('at')
  const { rows } = await sql<{ at: Date; offset: string | null }>`
    select at, ${offsetInSql(at)} as offset
    from generate_series('2026-01-01Z'::timestamptz, '2036-01-01Z', '15 minutes') as at
    where extract(month from at) in (3, 10) and extract(day from at) > 24`.execute(backend.tools.owner)
  expect(rows.filter(row => row.offset !== offsetInRepeatedHour(row.at))).toEqual([])
  expect(rows.filter(row => row.offset).length).toBe(10 * 8)
})
