import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateX25519Identity } from 'age-encryption'
import { afterEach, expect, test } from 'vitest'
import { heldRelease } from '../../../test/recording/models/web.ts'
import { sendNight } from '../../../test/recording/restoring.ts'
import { loseServer } from '../../../test/recording/servers/lost-server.ts'
import { environments } from '../../environment/environment.ts'
import { maintenanceOn, readMaintenance } from '../../release/maintenance.ts'
import type { Shell } from '../../tools/shell.ts'

let server: Awaited<ReturnType<typeof loseServer>>
const lose = async (...given: Parameters<typeof loseServer>) => {
  server = await loseServer(...given)
  return server
}
afterEach(() => server.lost.close())

const isClosed = async () => (await readMaintenance(server.machine.home)) !== null
const plays = () => server.machine.model.databases.get('tiptop')?.plays

test.each(environments)(
  'a lost server comes back from its backup alone, with its release and its data: %s',
  async env => {
    const { lost, machine, rebuild } = await lose({ environment: env })
    const { ending, found, told } = await rebuild()
    expect(ending).toMatchObject({ outcome: 'done', value: { release: { version: '1.0.0' } } })
    expect(found).toMatchObject({ skipped: [], database: { from: 'dump', warning: null }, release: '1.0.0' })
    const shown = '20261123-020000, qui montre 2026-11-23 02:00:00 UTC'
    for (const known of ['1 entière(s) sur 1', shown, '5 fichiers, ', 'version 1.0.0', '1 tables, 5 lignes', '\nen '])
      expect(told).toContain(known)
    const pepper = (at: typeof machine.home) => readFile(at.secret('ticket-pepper'), 'utf8')
    expect(await pepper(machine.home)).toBe(await pepper(lost.target.home))
    expect(plays()).toBe(5)
    expect([...machine.model.databases.keys()]).toEqual(['tiptop'])
    expect(await heldRelease(machine.home.colour('green'))).toBe(await heldRelease(lost.target.home.colour('green')))
    expect(await isClosed()).toBe(false)
  },
)

test('the maintenance page is up before the database comes back, and goes only after the proof', async () => {
  const { machine, rebuild } = await lose()
  await rebuild()
  const places = [
    /write flags\/maintenance\.on/,
    /pg_restore --exit-on-error/,
    /app\.yaml up /,
    /send .*claim/,
    /remove flags\/maintenance\.on/,
    /remove \.rebuilding/,
  ].map(pattern => machine.model.changes.findIndex(change => pattern.test(change)))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
})

test('a rebuild that lacks the pepper of the tickets stops and says what to bring; brought by hand, it goes on', async () => {
  const { lost, machine, rebuild } = await lose()
  const without = { ...machine, pepperIdentities: [] }
  const refused = { code: 'not-there', message: expect.stringContaining('ne s’ouvre que par --pepper-identity') }
  expect((await rebuild({}, without)).ending).toMatchObject({ outcome: 'failed', error: refused })
  const foreign = { ...machine, pepperIdentities: [await generateX25519Identity()] }
  expect((await rebuild({}, foreign)).ending).toMatchObject({ error: { code: 'wrong-key' } })
  expect(machine.model.infra.size).toBe(0)
  const pepper = await readFile(lost.target.home.secret('ticket-pepper'), 'utf8')
  await writeFile(machine.home.secret('ticket-pepper'), pepper)
  expect((await rebuild({}, without)).ending.outcome).toBe('done')
  expect(await readFile(machine.home.secret('ticket-pepper'), 'utf8')).toBe(pepper)
})

test('a living server is never overwritten: neither its folder nor its database', async () => {
  const { lost, machine, rebuild } = await lose()
  const before = await lost.state()
  lost.model.changes.length = 0
  const restore = { ...machine.restore, tools: lost.tools, openTools: async () => lost.tools }
  const living = { home: lost.target.home, restore }
  const refused = { outcome: 'failed', error: { code: 'already-there', message: expect.stringContaining('rien n') } }
  expect((await rebuild({}, living)).ending).toMatchObject(refused)
  await rm(join(lost.target.home.infra, 'infra.yaml'))
  expect((await rebuild({}, living)).ending).toMatchObject(refused)
  expect(lost.model.changes).toEqual([])
  expect(await lost.state()).toEqual(before)
})

test('a rebuilt server is living: the next rebuild is refused', async () => {
  const { rebuild } = await lose()
  await rebuild()
  expect((await rebuild()).ending).toMatchObject({ outcome: 'failed', error: { code: 'already-there' } })
})

test('data that is not proven keeps the new server closed', async () => {
  const { machine, rebuild } = await lose()
  machine.model.broken.push(/audit\/commands\.ts verify/)
  expect((await rebuild()).ending.outcome).not.toBe('done')
  expect(await isClosed()).toBe(true)
})

test('a newest backup that is damaged is named, and the one before it comes back', async () => {
  const { lost, destination, setPlays, rebuild } = await lose()
  setPlays(9)
  await sendNight(lost, destination, new Date('2026-11-24T02:00:00Z'))
  const dump = join(lost.folder, 'away', 'prod', '20261124-020000', 'database.dump.age')
  await writeFile(dump, 'x'.repeat((await stat(dump)).size))
  const { ending, found } = await rebuild()
  expect(ending.outcome).toBe('done')
  expect(found.skipped).toMatchObject([{ name: '20261124-020000' }])
  expect(plays()).toBe(5)
})

test.each([
  /^tar --extract .*--directory/,
  /docker load/,
  /infra\.yaml up .* postgres$/,
  /psql/,
  /pg_restore --exit-on-error/,
  /infra\.yaml up .*=120$/,
  /app\.yaml up /,
])('a rebuild that is stopped breaks off what takes long, and goes on from there: %s', async stopAt => {
  const { machine, rebuild } = await lose()
  expect((await rebuild({ stopAt })).ending).toMatchObject({ error: { message: 'stopped' } })
  expect(machine.model.changes.filter(change => stopAt.test(change))).toEqual([])
  expect((await rebuild()).ending.outcome).toBe('done')
  expect(plays()).toBe(5)
})

test('a site that a person had closed before the backup stays closed', async () => {
  const { rebuild } = await lose({
    prepare: ({ target, tools }) => maintenanceOn(target.home, 'essai', tools.files, { stays: true }),
  })
  const { ending, told } = await rebuild()
  expect(ending.outcome).toBe('done')
  expect(told).toContain('avait fermé avant la sauvegarde')
  expect(await isClosed()).toBe(true)
})

test('a server on which nothing ever served comes back with its database', async () => {
  const { rebuild } = await lose({ deployed: false })
  expect((await rebuild()).ending).toMatchObject({ outcome: 'done', value: { release: null } })
  expect(plays()).toBe(5)
  expect(await isClosed()).toBe(false)
})

test('an archive that cannot be opened is left to the next installation: the site opens all the same', async () => {
  const { machine, rebuild } = await lose()
  machine.model.broken.push(/stanza-create/)
  const { ending, journal } = await rebuild()
  expect(ending.outcome).toBe('done')
  expect(await isClosed()).toBe(false)
  expect(JSON.stringify(journal)).toContain('tiptop install')
})

test('an image that the engine does not name is not started', async () => {
  const { machine, rebuild } = await lose()
  const tools = await machine.restore.openTools()
  const run: Shell['run'] = async (command, options) => (command[1] === 'load' ? '' : tools.shell.run(command, options))
  const openTools = async () => ({ ...tools, shell: { ...tools.shell, run } })
  const { ending } = await rebuild({}, { home: machine.home, restore: { ...machine.restore, openTools } })
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('Docker ne dit pas') } })
  expect(machine.model.projects.size).toBe(0)
})
