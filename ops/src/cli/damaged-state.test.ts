import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCertificate } from '../../test/certificate.ts'
import { layIncident } from '../../test/laid/incidents.ts'
import { layRun } from '../../test/laid/runs.ts'
import { layNight, nightOf } from '../../test/laid-nights.ts'
import { pretendProgram } from '../../test/machine/tiptop-process.ts'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import { recordingServer } from '../../test/recording/recording-server.ts'
import { readConfig } from '../config.ts'
import type { Home } from '../environment/home.ts'
import { maintenanceOn } from '../release/maintenance.ts'
import { runProgram } from './program.ts'

const { PATH } = process.env
let whole: string
let scratch: string
/** What is not of the state: secrets are opaque, and what a release was started with is compared by its own hash. */
const isState = (path: string) => !/\/(secrets|tls|infra)\/|\.dump$|\.html$|\/\.lock$/.test(path)

beforeAll(async () => {
  process.env.PATH = `${await pretendProgram('docker', 'exit 1')}:${PATH}`
  scratch = await mkdtemp(join(tmpdir(), 'tiptop-damage-'))
  const server = await recordingServer('prod', { HTTPS_PORT: '9' })
  await makeCertificate(server.target.home.tls)
  whole = server.folder
  const { home } = server.target
  for (const [letter, version] of [
    ['a', '1.0.0'],
    ['b', '1.1.0'],
  ] as const) {
    server.commit(commitNamed(letter), { version })
    await deployOn(server, commitNamed(letter))
  }
  await layRest(home)
  await maintenanceOn(home, 'essai', server.tools.files)
})
afterAll(async () => {
  process.env.PATH = PATH
  for (const folder of [whole, scratch]) await rm(folder, { recursive: true })
})

/** What people and timers leave beside deployments: journals, an open incident, nights. */
async function layRest(home: Home): Promise<void> {
  layRun(home, new Date('2026-11-22T02:00:00Z'), { procedure: 'nightly' })
  layRun(home, new Date('2026-11-23T02:00:00Z'), { steps: [{ node: '2.4/AH' }], outcome: null })
  await layIncident(home, new Date('2026-11-23T03:00:00Z'))
  await layNight(home, nightOf('2026-11-22'))
  await mkdir(home.rehearsals, { recursive: true })
  await writeFile(
    join(home.folder, 'seen.json'),
    '{"health":null,"certificate":null,"disks":[],"traffic":null,"windows":[]}',
  )
  const left = { from: 'tiptop_until_20261123_031205', at: '2026-11-23T04:00:00.000Z', questions: ['?'] }
  await writeFile(join(home.folder, 'undecided.json'), JSON.stringify([left]))
}

async function tiptop(folder: string, args: string[]) {
  let shown = ''
  const show = (text: string) => {
    shown += text
    return true
  }
  const env = { TIPTOP_ROOT: folder, TIPTOP_BACKUPS: join(folder, 'backups'), TIPTOP_PROJECT: 'tiptop-test' }
  const tools = {
    config: readConfig(env),
    out: show,
    terminal: { write: show },
    now: () => new Date('2026-11-23T12:00:00Z'),
  }
  return { code: await runProgram(tools, args, show), shown }
}

const commands = [
  ['runs', 'list', 'prod'],
  ['runs', 'show', 'last'],
  ['kpi', 'prod'],
  ['control', 'build', 'prod'],
  ['incident', 'list', 'prod'],
  ['incident', 'report', 'prod'],
  ['maintenance', 'status', 'prod'],
  ['backup', 'list', 'prod'],
  ['prune', 'prod'],
  ['diagnose', 'prod'],
  ['restore', 'prod'],
  ['rollback', 'prod', '--dry-run'],
  ['rollback', 'prod', 'config', '--dry-run'],
  ['rollback', 'prod', 'infra', '--dry-run'],
  ['restore', 'prod', '--point', 'last', '--dry-run'],
  ['restore', 'reconcile', 'prod', '--dry-run'],
  ['maintenance', 'off', 'prod', '--dry-run'],
  ['incident', 'note', 'prod', 'La base répond', '--dry-run'],
  ['backup', 'check', 'prod', '--dry-run'],
]

const damages = {
  bit: async (path: string, place: number) => {
    const bytes = await readFile(path)
    const at = Math.floor(place * bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(place * 8))
    await writeFile(path, bytes)
  },
  cut: async (path: string, place: number) => truncate(path, Math.floor(place * (await stat(path)).size)),
  gone: (path: string) => rm(path),
  empty: (path: string) => truncate(path, 0),
  folder: async (path: string) => {
    await rm(path)
    await mkdir(path)
  },
  closed: (path: string) => chmod(path, 0),
  foreign: async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replaceAll('prod', 'preprod')),
}

const damage = fc.record({
  file: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  how: fc.constantFrom(...(Object.keys(damages) as (keyof typeof damages)[])),
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter(isState)
    .sort()
}

/** What no operator should read: the words of a program that did not expect what it found. */
const UNEXPECTED =
  /\bE(NOENT|ISDIR|ACCES|NOTDIR|EXIST|INVAL)\b|Unexpected|not valid JSON|undefined|Cannot |is not |Invalid |\[object/

test('whatever is damaged on a server, each command that looks does its work or names the file', {
  timeout: 120_000,
}, async () => {
  const usual = new Map<string, number>()
  for (const args of commands) usual.set(args.join(' '), (await tiptop(whole, args)).code)
  const property = fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async done => {
    const folder = await mkdtemp(join(scratch, 'server-'))
    await cp(whole, folder, { recursive: true, verbatimSymlinks: true })
    const files = await filesIn(folder)
    const hurt = new Map(done.map(({ file, ...how }) => [files[Math.floor(file * files.length)] as string, how]))
    for (const [path, { how, place }] of hurt) await damages[how](path, place)
    const answers = await Promise.all(
      commands.map(async args => ({ args: args.join(' '), ...(await tiptop(folder, args)) })),
    )
    for (const { args, code, shown } of answers) {
      expect(shown, args).not.toMatch(UNEXPECTED)
      const named = [...hurt.keys()].some(path => shown.includes(path))
      expect(code === usual.get(args) || named, `${args} after ${JSON.stringify(done)}:\n${shown}`).toBe(true)
    }
  })
  await fc.assert(property, { numRuns: 8 })
})
