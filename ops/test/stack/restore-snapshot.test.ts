import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { restoreSnapshot } from '../../src/archive/database/restore-snapshot.ts'
import type { RollbackPoint } from '../../src/archive/rollback-points/versions.ts'
import type { Target } from '../../src/environment/target.ts'
import { execIn } from '../../src/tools/docker.ts'
import { psql } from '../../src/tools/postgres.ts'
import type { Tools } from '../../src/tools/tools.ts'
import { run } from '../machine/run.ts'
import { backUp } from './backed-up.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand } from './serving.ts'
import { until } from './waiting.ts'

let server: Server
let target: Target
let tools: Tools
let point: RollbackPoint
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  target = await server.target()
  tools = await server.outside()
  await migrateByHand(target)
  await server.sql("insert into users (email, first_name, last_name) values ('before@tiptop.test', 'Essai', 'Avant')")
  point = (await backUp(server, { running: null })).point as RollbackPoint
})
afterAll(() => server.close())

const emails = () => server.sql('select email from users order by id')
const databases = () => server.sql("select datname from pg_database where datname like 'tiptop%' order by 1")
/** As the backend sees the database: its role, over its own connection. */
const asApplication = (statement: string) =>
  run(
    execIn(server.home.database.container, [
      'psql',
      '-tAX',
      '--username=tiptop',
      '--dbname=tiptop',
      '--set=ON_ERROR_STOP=1',
    ]),
    {
      input: `set role tiptop_application; ${statement}`,
    },
  )

test('the database of a rollback point comes back, and the one that was in use is kept aside [2.4/AN 4.3/Y 4.3/Z]', async () => {
  await server.sql("insert into users (email, first_name, last_name) values ('after@tiptop.test', 'Essai', 'Après')")
  const { aside } = await restoreSnapshot(target.home.database, point, tools)
  expect(await emails()).toBe('before@tiptop.test')
  expect(await databases()).toBe(`tiptop\n${aside}`)
  const kept = await run(psql(server.home.database, aside ?? ''), { input: 'select email from users order by id' })
  expect(kept).toBe('before@tiptop.test\nafter@tiptop.test')
  reached('2.4/AN', '4.3/Y', '4.3/Z')
})

test('roles own and may do what they did before [4.3/Z]', async () => {
  const owners = await server.sql('select distinct tableowner from pg_tables where schemaname = current_schema()')
  expect(owners).toBe('tiptop')
  expect(await server.sql("select pg_get_userbyid(datdba) from pg_database where datname = 'tiptop'")).toBe('tiptop')
  expect(await asApplication('select count(*) from users;')).toMatch(/1$/)
  await expect(asApplication('delete from audit_events;')).rejects.toThrow(/permission denied/)
  await expect(asApplication('create table anything ();')).rejects.toThrow(/permission denied/)
  reached('4.3/Z')
})

test('a client that is connected is sent away, and finds the restored database when it comes back [4.3/U 4.3/Y]', async () => {
  const [program, ...args] = psql(server.home.database)
  const session = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] })
  session.stdin.write("set application_name = 'a-player'; select pg_sleep(600);\n")
  const connected = "select count(*) from pg_stat_activity where application_name = 'a-player'"
  await until(async () => (await server.sql(connected)) === '1')
  const gone = once(session, 'close')
  await restoreSnapshot(target.home.database, point, { ...tools, now: () => new Date('2099-01-01T00:00:00Z') })
  await gone
  expect(await databases()).toContain('tiptop_until_20990101_000000')
  expect(await emails()).toBe('before@tiptop.test')
  reached('4.3/U', '4.3/Y')
})

test('a copy that has changed since is refused before anything is done [4.3/Y]', async () => {
  const before = await databases()
  const file = join(point.folder, point.db.dump.file)
  const whole = await readFile(file)
  const handle = await open(file, 'r+')
  await handle.write('X', whole.length - 100)
  await handle.close()
  await expect(restoreSnapshot(target.home.database, point, tools)).rejects.toThrow(
    new RegExp(
      `^La base du point ${point.tag} n'a pas pu être remise ; celle en service n'a pas été touchée\\.\n.*son empreinte a changé`,
    ),
  )
  await writeFile(file, whole)
  expect(await databases()).toBe(before)
  reached('4.3/Y')
})

test('a restoration that fails in the middle leaves the database in use as it is, and nothing beside it [4.3/Z]', async () => {
  const before = await databases()
  await server.sql("insert into users (email, first_name, last_name) values ('kept@tiptop.test', 'Essai', 'Gardé')")
  const file = join(point.folder, point.db.dump.file)
  const whole = await readFile(file)
  await writeFile(file, whole.subarray(0, whole.length * 0.9))
  const fingerprint = await tools.files.fingerprint(file)
  const cut = { ...point, db: { ...point.db, dump: { ...point.db.dump, ...fingerprint } } }
  await expect(restoreSnapshot(target.home.database, cut, tools)).rejects.toThrow(
    /celle en service n'a pas été touchée\.\n.*pg_restore/s,
  )
  await writeFile(file, whole)
  expect(await databases()).toBe(before)
  expect(await emails()).toBe('before@tiptop.test\nkept@tiptop.test')
  reached('4.3/Z')
})

test('a copy with another schema than the point says is not put in service [4.3/Y]', async () => {
  const before = await databases()
  const other = { ...point, db: { ...point.db, schema: '0099-from-nowhere' } }
  await expect(restoreSnapshot(target.home.database, other, tools)).rejects.toThrow(
    /et le point dit « 0099-from-nowhere »/,
  )
  expect(await databases()).toBe(before)
  expect(await emails()).toBe('before@tiptop.test\nkept@tiptop.test')
  reached('4.3/Y')
})
