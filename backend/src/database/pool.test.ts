import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { fillPool, openPool } from './pool.ts'

test('a pool that is filled holds all its connections, ready for a crowd', async () => {
  const pool = openPool({ url: await freshDatabase(), connections: 4 })
  await fillPool(pool)
  expect([pool.totalCount, pool.idleCount]).toEqual([4, 4])
  await pool.end()
})

test('a database that is not there is no reason to stop: connections are opened when they are needed', async () => {
  const pool = openPool({ url: 'postgres://nobody@127.0.0.1:1/none', connections: 4 })
  await fillPool(pool)
  expect(pool.totalCount).toBe(0)
  await pool.end()
})
