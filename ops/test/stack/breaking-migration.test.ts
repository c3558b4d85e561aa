import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMaintenance } from '../../src/release/maintenance.ts'
import { publicHealth, serving } from './first-release.ts'
import { pathOf, stepOf } from './path-of.ts'
import { registerPlayers } from './players.ts'
import { untilJournalSays, untouched } from './seen.ts'
import { openServer, type Server } from './server.ts'

const SCHEMA = 'select name from kysely_migration order by name desc limit 1'
/** Slow enough to be seen at work. */
const breaking = (table: string) =>
  `--! breaking\ncreate table ${table} (id integer primary key);\nselect pg_sleep(1.5);\n`

let server: Server
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  await server.repository.commit({ version: '1.0.0' })
  await server.must('deploy', 'prod')
})
afterAll(() => server.close())

/** What a visitor of the site and of its API is answered while this happens: each answer that differs from the one before. */
async function asVisitor<T>(happening: () => Promise<T>) {
  const { web } = await server.outside()
  const stop = new AbortController()
  const look = async (url: string) => {
    const seen: { status: number; body: string }[] = []
    for (; !stop.signal.aborted; await pause(50)) {
      const { status, body } = await web.read(url, { asVisitor: true })
      if (seen.at(-1)?.status !== status) seen.push({ status, body })
    }
    return seen
  }
  const looking = Promise.all([look('https://tiptop.test/'), look('https://api.tiptop.test/health')])
  const value = await happening().finally(() => stop.abort())
  const [site, api] = await looking
  return { value, site, api }
}

const statuses = (seen: { status: number }[]) => seen.map(({ status }) => status)

test('a migration that the running release cannot live with is refused before anything, unless it is approved', async () => {
  await server.repository.commit({ version: '2.0.0', migration: { name: '9001-demo', sql: breaking('demo_one') } })
  const before = await untouched(server)
  const said = await server.tiptop('deploy', 'prod')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringMatching(/9001-demo : .*--approve-breaking/s) })
  expect(pathOf(await server.lastRun(), '2.4').at(-1)).toBe('2.4/I')
  expect(await untouched(server)).toEqual(before)
})

test('approved, it is applied behind the maintenance page, and the site opens again', async () => {
  const { value, site, api } = await asVisitor(() => server.tiptop('deploy', 'prod', '--approve-breaking'))
  expect(value).toMatchObject({ exitCode: 0 })
  expect(statuses(site)).toEqual([200, 503, 200])
  expect(statuses(api)).toEqual([200, 503, 200])
  expect(site[1]?.body).toContain('Le thé infuse')
  const { steps } = await server.lastRun()
  const titles = steps.map(({ title }) => title)
  const order = ['Mettre la page de maintenance', 'Migrer la base', 'Vérifier la santé du service', 'Rouvrir le site']
  expect(titles.filter(title => order.includes(title))).toEqual(order)
  expect(await server.sql(SCHEMA)).toBe('9001-demo')
  expect((await serving(server)).release).toMatchObject({ version: '2.0.0', breaking: true })
  expect(await readMaintenance(server.home)).toBeNull()
})

test('failing after it, the database of the rollback point is given back, and what is lost is said [2.4/AM 2.4/AN]', async () => {
  const served = await publicHealth(server)
  const migration = { name: '9002-demo', sql: breaking('demo_two') }
  await server.repository.commit({ version: '3.0.0', backend: 'lying', migration })
  const { value: said, site } = await asVisitor(async () => {
    const { child, ended } = server.start(['deploy', 'prod', '--approve-breaking'])
    await untilJournalSays(server, child, '"title":"Lire les réglages publics"')
    await registerPlayers(server, 1)
    return ended
  })
  expect(said).toMatchObject({ exitCode: 20 })
  const undone = stepOf(await server.lastRun(), 'Rendre la base et rouvrir le site')
  expect(undone).toMatchObject({ kind: 'undo', state: 'done' })
  expect(undone.detail).toContain('perdu depuis : 0 participation(s), 1 inscription(s), 0 remise(s)')
  const [, aside = ''] = /gardée sous (\w+)/.exec(undone.detail ?? '') ?? []
  expect(await server.sql(`select count(*) from pg_database where datname = '${aside}'`)).toBe('1')
  expect(await server.sql("select count(*) from users where email = 'joueur-0@demo.invalid'")).toBe('0')
  expect(await server.sql(SCHEMA)).toBe('9001-demo')
  expect(statuses(site)).toEqual([200, 503, 200])
  expect(await publicHealth(server)).toEqual(served)
})

test('a migration that fails has changed nothing: nothing is lost, and the site opens again', async () => {
  const migration = { name: '9003-demo', sql: '--! breaking\nselect 1 / 0;\n' }
  await server.repository.commit({ version: '3.0.1', migration })
  const { value: said, site } = await asVisitor(() => server.tiptop('deploy', 'prod', '--approve-breaking'))
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining('division by zero') })
  expect(stepOf(await server.lastRun(), 'Rendre la base et rouvrir le site').detail).toBe('la base n’avait pas changé')
  expect(statuses(site)).toEqual([200, 503, 200])
  expect(await server.sql(SCHEMA)).toBe('9001-demo')
})

test('killed behind the maintenance page, the next run gives the database back and opens the site', async () => {
  const { version } = await publicHealth(server)
  await server.repository.commit({
    version: '3.0.2',
    migration: { name: '9003-demo', sql: '--! breaking\nselect 1;\n' },
  })
  const { child, ended } = server.start(['deploy', 'prod', '--approve-breaking'])
  await untilJournalSays(server, child, '"title":"Démarrer la version 3.0.2')
  child.kill('SIGKILL')
  await ended
  const { web } = await server.outside()
  expect(await web.read('https://tiptop.test/', { asVisitor: true })).toMatchObject({ status: 503 })
  expect(await server.sql(SCHEMA)).toBe('9003-demo')
  // It is not approved now: what the killed run left is put in order all the same.
  expect(await server.tiptop('deploy', 'prod')).toMatchObject({ exitCode: 1 })
  const { detail } = stepOf(await server.lastRun(), 'Relever ce qui tourne')
  expect(detail).toMatch(
    /interrompu à « Démarrer la version 3\.0\.2.*rien de ce que les gens ont fait n’est perdu.*rouvert/,
  )
  expect(await server.sql(SCHEMA)).toBe('9001-demo')
  expect(await web.read('https://tiptop.test/', { asVisitor: true })).toMatchObject({ status: 200 })
  expect(await publicHealth(server)).toMatchObject({ code: 200, version })
})
