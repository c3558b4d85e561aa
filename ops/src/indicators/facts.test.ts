import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { layNight } from '../../test/laid-nights.ts'
import { recordingServer } from '../../test/recording/recording-server.ts'
import { runAt, stepAt } from '../../test/recording/runs.ts'
import { type Home, homeOf } from '../environment/home.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { openIncidentJournal } from '../incident/incidents.ts'
import { openJournal } from '../procedure/journal.ts'
import { keepRehearsal, type Rehearsal } from '../rehearsal/record.ts'
import { openFiles } from '../tools/files.ts'
import { archivedWindows } from './archived.ts'
import { provenIn, readFacts } from './facts.ts'

const at = (clock: string) => new Date(`2026-11-23T${clock}:00.000Z`)
let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-facts-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'prod')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const rehearsal = (name: string, own: Partial<Rehearsal>): Rehearsal => ({
  version: 1,
  name,
  environment: 'prod',
  startedAt: '2026-11-23T03:00:00.000Z',
  endedAt: '2026-11-23T03:10:00.000Z',
  verdict: 'green',
  faults: [],
  to: null,
  backup: null,
  database: null,
  release: null,
  phases: {},
  rtoMs: 600_000,
  rpoMs: 3_600_000,
  ...own,
})

/** An incident that began at two o'clock and was opened five minutes later, with what happened to it. */
async function incident(...events: [clock: string, event: IncidentEvent][]) {
  const journal = openIncidentJournal(home)
  const opening = { at: at('02:05'), severity: 'P1', title: 'Panne', by: 'exploitante', since: at('02:00') } as const
  const { name } = await journal.begin(opening)
  for (const [clock, event] of events) journal.append(name, at(clock), event)
  return name
}
const closed: IncidentEvent = { kind: 'closed', by: 'exploitante', text: '', review: '2026-11-28' }

test('an environment in which nothing was done has no facts', async () => {
  expect(await readFacts(home)).toEqual({
    runs: [],
    proven: [],
    windows: [],
    losses: [],
    rehearsals: [],
    incidents: [],
    provenMs: 86_400_000,
    damaged: [],
  })
})

test('backups on this server, and those that journals remember, are proven', async () => {
  await layNight(home, '20261122-020000')
  const journal = openJournal(home.runs, '20261121-020000-nightly', () => at('01:00'))
  journal.write({
    kind: 'started',
    run: 'n',
    procedure: 'nightly',
    environment: 'prod',
    by: 'x',
    pid: 1,
    lock: '../.lock',
    input: {},
  })
  for (const node of ['3.1/I', '3.1/AC'] as const) {
    journal.write({ kind: 'step', node, title: '', state: 'started' })
    journal.write({ kind: 'step', node, title: '', state: 'done', ms: 60_000 })
  }
  journal.close()
  const { proven, runs } = await readFacts(home)
  expect(runs.map(({ procedure }) => procedure)).toEqual(['nightly'])
  expect(proven).toEqual([
    { place: 'here', shows: new Date('2026-11-22T02:00:00Z'), at: new Date('2026-11-22T02:00:00Z') },
    { place: 'here', shows: at('01:00'), at: at('01:01') },
  ])
})

test('a red rehearsal has no recovery time, whatever it measured', async () => {
  await keepRehearsal(home, rehearsal('green', { startedAt: '2026-11-23T04:00:00.000Z' }), openFiles())
  await keepRehearsal(home, rehearsal('red', { verdict: 'red', faults: ['x'] }), openFiles())
  expect((await readFacts(home)).rehearsals).toEqual([
    { name: 'green', at: at('04:00'), rtoMs: 600_000, rpoMs: 3_600_000 },
    { name: 'red', at: at('03:00'), rtoMs: null, rpoMs: 3_600_000 },
  ])
})

test('an open incident has not ended', async () => {
  const name = await incident()
  const span = { name, severity: 'P1', worst: 'P1', beganAt: at('02:00'), overAt: null, isOpen: true }
  expect((await readFacts(home)).incidents).toEqual([{ ...span, relapsed: false, leastMs: null }])
})

test('an incident ends when the service became stable, before it is closed', async () => {
  await incident(['03:00', { kind: 'stable', minutes: 30, from: at('02:30').toISOString() }], ['04:00', closed])
  expect((await readFacts(home)).incidents).toMatchObject([{ overAt: at('02:30'), isOpen: false }])
})

test('an incident without a completed watch ends when it is closed', async () => {
  await incident(['04:00', closed])
  expect((await readFacts(home)).incidents).toMatchObject([{ overAt: at('04:00'), isOpen: false }])
})

test('a backup is proven by a nightly run that copied the database, then declared the backup whole', () => {
  const copied = stepAt('3.1/I', at('01:00'))
  const declared = stepAt('3.1/AC', at('02:00'), { ms: null })
  const night = (...steps: (typeof copied)[]) => provenIn([runAt(at('00:59'), { procedure: 'nightly', steps })])
  expect(night(copied, declared)).toEqual([{ place: 'here', shows: at('01:00'), at: at('02:00') }])
  expect(night(copied, stepAt('3.1/I', at('01:30'), { state: 'failed' }), declared)).toMatchObject([
    { shows: at('01:00') },
  ])
  expect(night(copied, stepAt('3.1/I', at('01:30')), declared)).toMatchObject([{ shows: at('01:30') }])
  expect(night(declared)).toEqual([])
  expect(night(copied, stepAt('3.1/J', at('02:00')))).toEqual([])
  expect(night(copied, stepAt('3.1/AC', at('02:00'), { state: 'failed' }))).toEqual([])
  expect(night(copied, stepAt('3.1/AC', at('02:00'), { kind: 'undo' }))).toEqual([])
  expect(provenIn([runAt(at('00:59'), { procedure: 'backup', steps: [copied, declared] })])).toEqual([])
})

test('the archive covers the time from its base backup to the last transaction in its WAL; without a base backup it covers nothing', async () => {
  const server = await recordingServer('prod')
  expect(await archivedWindows(server.target, server.tools)).toEqual([])
  const [from, until] = [at('02:00'), at('07:00')]
  server.model.archive = { from, until, last: until, at: () => ({ migrations: [], plays: 0 }) }
  expect(await archivedWindows(server.target, server.tools)).toEqual([
    { place: 'here', from: new Date(from.getTime() + 999), until },
  ])
  await server.close()
})

test('an archive that cannot be read covers nothing, and does not make figures fail', async () => {
  const target = { home, settings: {} } as Parameters<typeof archivedWindows>[0]
  const shell = {
    read: async () => Promise.reject(new Error('Docker ne répond pas')),
    run: async () => Promise.reject(new Error('Docker ne répond pas')),
  }
  expect(await archivedWindows(target, { shell })).toEqual([])
})
