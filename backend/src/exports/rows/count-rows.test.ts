import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { openCopies } from './copy-rows.ts'
import { countRows } from './count-rows.ts'

const { tools } = await startBackend()
const openCopying = openCopies()

/** The numbers up to 1000, each of which takes so many seconds to find. */
async function count(secondsEach: number): Promise<{ rows: number; seconds: number }> {
  const copying = await openCopying(tools.config.database.url)
  try {
    const numbers = sql<{ n: number }>`(select generate_series(1, 1000) as n)`.as('numbers')
    const rows = copying.db.selectFrom(numbers).where(sql<boolean>`n > 0 and pg_sleep(${secondsEach}) is not null`)
    const begin = performance.now()
    return { rows: await countRows(copying, { rows }), seconds: (performance.now() - begin) / 1000 }
  } finally {
    copying.close()
  }
}

test('the rows of a file are counted before it begins', async () => {
  expect((await count(0)).rows).toBe(1000)
})

test('an export does not wait for slow counting: the file announces the estimate of the database', async () => {
  const { rows, seconds } = await count(0.1)
  expect(seconds).toBeLessThan(10)
  expect(rows).toBeGreaterThan(0)
  expect(rows).not.toBe(1000)
})
