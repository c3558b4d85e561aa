import { appendFile, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { record } from '../../../test/record.ts'
import type { Backup } from '../../archive/backups.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { accountFault } from '../../environment/ownership/account.ts'
import type { Settings } from '../../environment/settings.ts'
import { listIncidents, openIncidentJournal } from '../../incident/incidents.ts'
import { openJournal } from '../../procedure/journal.ts'
import { takeLock } from '../../procedure/lock.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { keepRehearsal, listRehearsals } from '../../rehearsal/record.ts'
import { layOut } from '../../restore/server/lay-out.ts'
import { listRuns } from '../../runs/runs.ts'
import { type Files, openFiles } from '../../tools/files.ts'
import { openShell } from '../../tools/shell.ts'
import { saveConfiguration } from './configuration.ts'

const AT = new Date('2026-11-23T01:00:00Z')
const ENDED = '20261122-080000-deploy-aaaa'
const AT_WORK = '20261123-020000-nightly-bbbb'

let root: string
let lost: Home
let fresh: Home
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-configuration-'))
  const home = (name: string) =>
    homeOf({ root: join(root, name), backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
  ;[lost, fresh, folder] = [home('lost'), home('fresh'), join(root, 'night.partial')]
  for (const path of [folder, lost.folder]) await mkdir(path, { recursive: true })
  await writeFile(lost.settings, 'ENVIRONMENT=prod\n')
})
afterEach(() => rm(root, { recursive: true }))

function run(name: string, { ended }: { ended: boolean }) {
  const journal = openJournal(lost.runs, name, () => AT)
  const input = { by: 'essai', pid: process.pid, lock: '../.lock', input: {} }
  journal.write({ kind: 'started', run: name, procedure: 'deploy', environment: 'prod', ...input })
  if (ended) journal.write({ kind: 'ended', outcome: 'done', ms: 1000 })
  journal.close()
}

async function openIncident() {
  const desk = openIncidentJournal(lost)
  const { name } = await desk.begin({ at: AT, severity: 'P1', title: 'Panne', by: 'essai', since: null })
  return name
}

async function keepRed(name: string) {
  const nothing = { to: null, backup: null, database: null, release: null, phases: {}, rtoMs: null, rpoMs: null }
  const at = AT.toISOString()
  const verdict = { verdict: 'red' as const, faults: ['elle a commencé'], startedAt: at, endedAt: at }
  await keepRehearsal(lost, { version: 1, name, environment: 'prod', ...verdict, ...nothing }, openFiles())
}

/** Saves the configuration, then lays it out on the other machine. */
async function saveAndLayOut(files: Files = openFiles()) {
  const shell = openShell()
  const target = { home: lost, settings: {} as Settings }
  const draft = {
    target,
    tools: { shell, files, now: () => AT },
    folder,
    running: null,
    warn() {},
    async keepImages() {},
  }
  const ending = await runProcedure({ ...record(), signal: new AbortController().signal }, step =>
    saveConfiguration(step, draft, ''),
  )
  if (ending.outcome !== 'done') throw ending.error
  await layOut(fresh, { folder } as Backup, { shell, files }, new AbortController().signal)
}

test('journals of runs, incidents and rehearsals come back on another machine, where figures are read from them', async () => {
  run(ENDED, { ended: true })
  const incident = await openIncident()
  await keepRed('20261122-100000-rehearse-cccc')
  await saveAndLayOut()
  expect(await listRuns(fresh.runs)).toEqual(await listRuns(lost.runs))
  expect((await listIncidents(fresh)).map(({ name }) => name)).toEqual([incident])
  expect(await listRehearsals(fresh)).toEqual(await listRehearsals(lost))
  expect(await listRehearsals(fresh)).toHaveLength(1)
})

test('a run that is at work while the night is saved does not come back as one that was killed', async () => {
  run(ENDED, { ended: true })
  run(AT_WORK, { ended: false })
  await keepRed(AT_WORK)
  const holder = { run: AT_WORK, by: 'essai', since: AT.toISOString(), pid: process.pid }
  const giveBack = await takeLock(lost.lock, 'prod', holder)
  await saveAndLayOut().finally(giveBack)
  expect((await listRuns(lost.runs)).map(({ state }) => state).sort()).toEqual(['done', 'interrupted'])
  expect((await listRuns(fresh.runs)).map(({ name }) => name)).toEqual([ENDED])
  expect(await listRehearsals(fresh)).toEqual([])
})

test('what comes back belongs to the account that brings it back, and to no former owner: an environment has one account', async () => {
  run(ENDED, { ended: true })
  await chown(lost.settings, 1234, 1234)
  await chown(lost.runs, 1234, 1234)
  await saveAndLayOut()
  expect(await accountFault(fresh)).toBe(null)
  expect((await stat(fresh.settings)).uid).toBe(process.getuid?.())
})

test('an incident that is written to meanwhile ends no night', async () => {
  const incident = join(lost.folder, 'incidents', `${await openIncident()}.jsonl`)
  await appendFile(incident, ' '.repeat(8_000_000))
  const files = openFiles()
  const receive: Files['receive'] = (file, fill, mode) =>
    files.receive(
      file,
      async into => {
        const timer = setInterval(() => appendFile(incident, `${' '.repeat(1000)}\n`), 1)
        await Promise.resolve(fill(into)).finally(() => clearInterval(timer))
      },
      mode,
    )
  await saveAndLayOut({ ...files, receive })
  expect(await readFile(join(fresh.folder, 'incidents', incident.split('/').at(-1) ?? ''), 'utf8')).toContain('Panne')
})
