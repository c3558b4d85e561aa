import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { killPostgres, startPostgres } from '../../scripts/embedded-postgres.ts'
import { openToApplication } from '../../scripts/postgres/application-role.ts'
import { openDatabase } from '../src/database/database.ts'
import { migrate } from '../src/database/migrations.ts'
import { openPool } from '../src/database/pool.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    applicationPassword: string
  }
}

/** One server for the whole run, without fsync, with a migrated database that each test file copies. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-test-'))
  const postgres = await startPostgres(folder, { fsync: 'off', full_page_writes: 'off', max_connections: '300' })
  const db = openDatabase(openPool({ url: postgres.url, connections: 2 }, 2, 60_000))
  await migrate(db)
  await db.destroy()
  const password = randomBytes(18).toString('base64url')
  await openToApplication(postgres.url, password)
  project.provide('postgresUrl', postgres.url)
  project.provide('applicationPassword', password)
  // The server is no child of ours: an interrupted run, which does not wait for the end below, would leave it behind.
  process.once('exit', () => {
    killPostgres(folder)
    // What dies may still write: then the folder is not empty yet, and is removed again.
    for (let tries = 0; existsSync(folder) && tries < 10; tries++) rmSync(folder, { recursive: true, force: true })
  })
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true })
  }
}
