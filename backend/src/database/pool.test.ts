import { createServer } from 'node:net'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { fillPool, openPool, requireOwnSessions } from './pool.ts'

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

test('connections with a session of their own are taken, and a pooler that drops their settings is refused', async () => {
  const url = await freshDatabase()
  const own = openPool({ url, connections: 1 })
  await requireOwnSessions(own)
  const dropped = new pg.Pool({ connectionString: url })
  await expect(requireOwnSessions(dropped)).rejects.toThrow('Connect to PostgreSQL itself')
  await Promise.all([own.end(), dropped.end()])
})

test('a pooler that refuses their settings is named with the remedy, and a database that is not there with its own error', async () => {
  const refusal = Buffer.from('SFATAL\0C08P01\0Munsupported startup parameter: options\0\0')
  const length = Buffer.alloc(4)
  length.writeInt32BE(refusal.length + 4)
  const pooler = createServer(socket =>
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, refusal]))),
  )
  await new Promise<void>(resolve => pooler.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void pooler.close())
  const { port } = pooler.address() as { port: number }
  const refused = openPool({ url: `postgres://tiptop@127.0.0.1:${port}/tiptop`, connections: 1 })
  await expect(requireOwnSessions(refused)).rejects.toThrow('Connect to PostgreSQL itself')
  await refused.end()
  const absent = openPool({ url: 'postgres://tiptop@127.0.0.1:1/none', connections: 1 })
  await expect(requireOwnSessions(absent)).rejects.toThrow('ECONNREFUSED')
  await absent.end()
})
