import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, inject, vi } from 'vitest'
import { startPostgres } from '../../scripts/embedded-postgres.ts'
import { asApplication, openToApplication } from '../../scripts/postgres/application-role.ts'
import { openDatabase } from '../src/database/database.ts'
import { migrate } from '../src/database/migrations.ts'
import { openPool } from '../src/database/pool.ts'
import { atTheEnd } from './at-the-end.ts'

const exec = promisify(execFile)
const QUICK = { fsync: 'off', shared_buffers: '32MB', max_connections: '50' }

/**
 * A migrated database on a server of its own, and a streaming replica of that server, whose replay a test can pause.
 * `databaseUrl` is the owner's address of the primary, `replicaUrl` that of the backend's role.
 */
export async function replicatedDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-replica-'))
  const [first, second] = [join(folder, 'primary'), join(folder, 'replica')]
  await createDatabase(first)
  // The folder of a server at rest is a backup of it, once it is copied with its owner.
  await exec('cp', ['-a', first, second])
  const primary = await startPostgres(first, QUICK)
  await follow(primary.url, join(second, 'data'))
  const replica = await startPostgres(second, QUICK)
  atTheEnd(async () => {
    await replica.stop()
    await primary.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const client = new pg.Client({ connectionString: replica.url })
  await client.connect()
  atTheEnd(() => client.end())
  return {
    databaseUrl: primary.url,
    replicaUrl: asApplication(replica.url, inject('applicationPassword')),
    /** Resolves once nothing more is replayed. */
    async pauseReplay() {
      await client.query('select pg_wal_replay_pause()')
      await vi.waitFor(async () => {
        const { rows } = await client.query('select pg_get_wal_replay_pause_state() as state')
        expect(rows).toEqual([{ state: 'paused' }])
      }, 10_000)
    },
    resumeReplay: () => client.query('select pg_wal_replay_resume()'),
  }
}

async function createDatabase(folder: string): Promise<void> {
  const { url, stop } = await startPostgres(folder, QUICK)
  const db = openDatabase(openPool({ url, connections: 1 }, 1, 60_000))
  await migrate(db)
  await db.destroy()
  await openToApplication(url, inject('applicationPassword'))
  await stop()
}

async function follow(primaryUrl: string, data: string): Promise<void> {
  const { hostname, port, username, password } = new URL(primaryUrl)
  const primary = `host=${hostname} port=${port} user=${username} password=${password}`
  await appendFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`)
  await writeFile(join(data, 'standby.signal'), '')
}
