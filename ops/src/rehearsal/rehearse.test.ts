import { access, readdir, readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import {
  type FailAt,
  failAtEachStep,
  type RecordingServer,
  recordingServer,
} from '../../test/recording/recording-server.ts'
import { layRest, machineBeside, openDestination, sendNight } from '../../test/recording/restoring.ts'
import type { RestoreFindings } from '../restore/server/restore-environment.ts'
import { startStopwatch } from '../restore/server/stopwatch.ts'
import { rehearse } from './rehearse.ts'
import { scratchOf } from './scratch.ts'

let server: RecordingServer
let destination: Awaited<ReturnType<typeof openDestination>>
let machine: ReturnType<typeof machineBeside>
afterEach(() => server.close())

/** A server with five plays, whose newest backup is away. */
async function serveFivePlays() {
  server = await recordingServer('prod')
  server.commit(commitNamed('a'))
  await layRest(server.target)
  await deployOn(server, commitNamed('a'))
  server.model.databases.set('tiptop', { migrations: ['0001-first'], plays: 5 })
  destination = await openDestination(server)
  await sendNight(server, destination, new Date('2026-11-23T02:00:00Z'))
  machine = machineBeside(server, scratchOf(server.target.home))
  server.model.changes.length = 0
  return server.state()
}

async function run({ keep = false, pepper = true, ...how }: FailAt & { keep?: boolean; pepper?: boolean } = {}) {
  const found: Partial<RestoreFindings> = {}
  const { home } = server.target
  const { store, identities, pepperIdentities } = destination
  const deposited = server.target.settings
  const keys = { identities, pepperIdentities: pepper ? pepperIdentities : [] }
  const plan = { ...machine.restore, ...keys, home, store, to: null, keep, deposited, watch: startStopwatch() }
  const ran = await server.run(step => rehearse(step, plan, more => void Object.assign(found, more)), how)
  return { ...ran, found }
}

/** What the engine and the disk have of a rehearsal. */
async function leftovers() {
  const { infra, projects, volumes, networks, engine } = server.model
  const names = [...infra, ...projects.keys(), ...volumes, ...networks, ...engine.keys()]
  const { rehearsal } = server.target.home.backups
  const folder = await access(rehearsal).then(
    () => [rehearsal],
    () => [],
  )
  return [...names.filter(name => name.includes('-rehearsal-')), ...folder]
}

test('the newest backup comes back beside production, is played on and proven, and nothing of it is left', async () => {
  const before = await serveFivePlays()
  const { ending, found } = await run()
  expect(ending).toMatchObject({ outcome: 'done', value: [] })
  expect(found).toMatchObject({ database: { from: 'dump', warning: null }, release: '1.0.0' })
  expect(found.readyMs).toBeGreaterThan(0)
  expect(server.model.changes.some(change => /send .*claim/.test(change))).toBe(true)
  expect(await leftovers()).toEqual([])
  expect(await server.state()).toEqual(before)
})

test('whatever step fails, nothing of the rehearsal is left, and production was not touched', async () => {
  const before = await serveFivePlays()
  const titles = await failAtEachStep(run, async (title, { ending }) => {
    expect(ending.outcome, title).toBe('undone')
    expect(await leftovers(), title).toEqual([])
    expect(await server.state(), title).toEqual(before)
  })
  expect(titles.length).toBeGreaterThan(12)
})

test('what is to be kept stays, and the next rehearsal removes it first', async () => {
  await serveFivePlays()
  expect((await run({ keep: true })).ending.outcome).toBe('done')
  const kept = await leftovers()
  for (const part of ['-infra-postgres-1', '-blue', '-database', '-infra_default', '.invalid/images/backend:sha256-'])
    expect(
      kept.some(name => name.includes(part)),
      part,
    ).toBe(true)
  expect(await readdir(server.target.home.backups.rehearsal)).not.toEqual([])
  expect((await run()).ending.outcome).toBe('done')
  expect(await leftovers()).toEqual([])
})

test('a rehearsal closes no site and sends nothing: its secrets and addresses are blank, and it archives nothing', async () => {
  await serveFivePlays()
  await run({ keep: true })
  const { home } = machine
  expect(await readFile(home.secret('smtp-url'), 'utf8')).toBe('')
  expect(await readFile(home.secret('registry-password'), 'utf8')).toBe('sans-registre')
  expect(await readFile(home.settings, 'utf8')).toMatch(/^NOTIFY_EMAILS=$/m)
  expect(await readFile(`${home.infra}/postgresql.conf`, 'utf8')).toContain('archive_mode = off')
  expect(await readdir(home.flags)).not.toContain('maintenance.on')
})

test('with its key the pepper of the tickets comes back; without, a rehearsal says what it could not prove', async () => {
  await serveFivePlays()
  const pepper = () => readFile(machine.home.secret('ticket-pepper'), 'utf8')
  await run({ keep: true })
  expect(await pepper()).toBe(await readFile(server.target.home.secret('ticket-pepper'), 'utf8'))
  const { ending, told } = await run({ keep: true, pepper: false })
  expect(ending).toMatchObject({ outcome: 'done', value: [expect.stringContaining('qu’un ticket imprimé se joue')] })
  expect(told).toContain('un autre en tient lieu')
  expect(await pepper()).toMatch(/^[\w-]{43}$/)
})

test('data that is not proven makes the rehearsal fail', async () => {
  await serveFivePlays()
  server.model.broken.push(/audit\/commands\.ts verify/)
  expect((await run()).ending.outcome).toBe('undone')
  expect(await leftovers()).toEqual([])
})
