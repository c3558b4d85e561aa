import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { walPage } from '../../../../test/recording/models/infra/wal.ts'
import { lastTransactionIn } from './transactions.ts'

const [early, late] = ['2026-11-23T02:00:00.123Z', '2026-11-23T03:00:00.456Z'].map(at => new Date(at)) as [Date, Date]

test('the newest transaction of a segment is the one that PostgreSQL itself replays last', async () => {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    const { rows: before } = await client.query(
      'select pg_current_xact_id(), pg_walfile_name(pg_current_wal_lsn()) segment',
    )
    const [{ at }] = (await client.query('select clock_timestamp() at')).rows as [{ at: Date }]
    const read = async (segment: string) => {
      const { rows } = await client.query('select pg_read_binary_file($1) content', [`pg_wal/${segment}`])
      return lastTransactionIn(rows[0].content)
    }
    // That statement has ended, perhaps as the first of the next segment.
    const { rows: after } = await client.query('select pg_walfile_name(pg_current_wal_lsn()) segment')
    const found = await Promise.all([before[0].segment, after[0].segment].map(read))
    const newest = Math.max(...found.map(moment => moment?.getTime() ?? 0))
    // Others write to the same server.
    expect(Math.abs(newest - at.getTime())).toBeLessThan(60_000)
  } finally {
    await client.end()
  }
})

test('what began in the segment before is passed over, and so is what is not written yet', () => {
  const page = walPage(1, [late, early])
  expect(lastTransactionIn(page)).toEqual(late)
  expect(lastTransactionIn(walPage(1, []))).toBe(null)
  // The rest of a record, 40 bytes long: the first transaction above.
  page.writeUInt32LE(40, 16)
  expect(lastTransactionIn(page)).toEqual(early)
  expect(lastTransactionIn(Buffer.alloc(8192))).toBe(null)
})

test('a transaction that goes on in the next segment is not counted, nor one that only begins', () => {
  const page = walPage(1, [early, late])
  page.writeUInt32LE(9_000, 40 + 40)
  expect(lastTransactionIn(page)).toEqual(early)
  const prepared = walPage(1, [early, late])
  prepared.writeUInt8(0x10, 40 + 40 + 16)
  expect(lastTransactionIn(prepared)).toEqual(early)
})
