import { access, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { followJournals } from '../../../scripts/diagrams/journals.ts'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { homeOf } from '../../src/environment/home.ts'
import { openTools } from '../../src/environment/open-tools.ts'
import { readSettings } from '../../src/environment/settings.ts'
import { listIncidents } from '../../src/incident/incidents.ts'
import { keepRehearsal, listRehearsals } from '../../src/rehearsal/record.ts'
import { listRuns, type Run } from '../../src/runs/runs.ts'
import { openFiles } from '../../src/tools/files.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run, succeeds } from '../machine/run.ts'
import { type GcsServer, openGcsServer } from '../stores/gcs/gcs-server.ts'
import { publicHealth } from './first-release.ts'
import { follow } from './follow-runbook.ts'
import { pathOf, stepOf } from './path-of.ts'
import { CONTEST_STATE, openPlayedOn } from './played-on.ts'
import { imagesIn } from './running-images.ts'
import { removeProject, type Server } from './server.ts'
import { until } from './waiting.ts'
import { openWayToRegistry, type WayToRegistry } from './way-to-registry.ts'

const REHEARSAL = '20261101-030000-rehearse-aaaa'
const PRELOAD = join(import.meta.dirname, 'kill-at.ts')
/** The runbook installs the tools, makes a night and deploys a fix, on a machine that does other things as well. */
const PATIENCE = { timeout: 900_000 }

let way: WayToRegistry
let lost: Awaited<ReturnType<typeof openPlayedOn>>
/** what the contest was in the night's backup, and when the server was lost */
let [inTheNight, atTheEnd, sourceAtTheEnd] = ['', '', '']
let machine: ReturnType<typeof emptyMachine>
let accessFile: string
let gcs: GcsServer
/** how the copy at Google's is reached */
let gcsAccess: string
/** what a test has taken away far away */
let giveBack = async () => {}
beforeAll(async () => {
  way = await openWayToRegistry()
  gcs = await openGcsServer()
  lost = await openPlayedOn({ REGISTRY: `${way.address}/rebuild-${process.pid}` }, { gcs, beforeNight: leaveHistory })
  sourceAtTheEnd = await referencesOf(lost.server.repository.folder)
  inTheNight = await lost.server.sql(CONTEST_STATE)
  await lost.play(2, 2)
  await lost.archived()
  atTheEnd = await lost.server.sql(CONTEST_STATE)
  expect(atTheEnd).not.toBe(inTheNight)
  const { s3, safe } = lost
  accessFile = join(safe, 'acces.env')
  await writeFile(join(safe, 'authorities.pem'), s3.authority)
  const settings = { ...s3.settings, S3_KEY: s3.key, S3_AUTHORITIES: join(safe, 'authorities.pem') }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(accessFile, lines.join(''), { mode: 0o600 })
  gcsAccess = join(safe, 'gcs.env')
  const [config, own] = [join(safe, 'rclone.conf'), join(safe, 'gcs.pem')]
  await writeFile(config, gcs.config, { mode: 0o600 })
  await writeFile(own, gcs.authority)
  await writeFile(gcsAccess, `RCLONE_CONFIG=${config}\nRCLONE_AUTHORITIES=${own}\n`, { mode: 0o600 })
  await way.stop()
})
beforeEach(async () => {
  await giveBack()
  if (machine) await rm(machine.folder, { recursive: true, force: true })
  await lose()
  machine = emptyMachine(await mkdtemp(join(tmpdir(), 'tiptop-machine-')))
})
afterAll(async () => {
  if (machine) await removeImages()
  await lost?.close()
  await gcs?.close()
  await way?.close()
  if (machine) await rm(machine.folder, { recursive: true, force: true })
})

/** What figures and incident history are read from: a deployment has left its journal, and these an incident and a rehearsal. */
async function leaveHistory(server: Server): Promise<void> {
  await server.must('incident', 'open', 'prod', 'Rien ne répond', '--severity', 'P2', '--no-diagnose')
  await server.must('incident', 'close', 'prod', 'Réparé')
  const nothing = { to: null, backup: null, database: null, release: null, phases: {}, rtoMs: null, rpoMs: null }
  const at = new Date().toISOString()
  const red = { verdict: 'red' as const, faults: ['la machine était pleine'], startedAt: at, endedAt: at }
  await keepRehearsal(
    server.home,
    { version: 1, name: REHEARSAL, environment: 'prod', ...red, ...nothing },
    openFiles(),
  )
}

const referencesOf = (repository: string) =>
  run(['git', 'for-each-ref', '--format=%(refname) %(objectname)'], { cwd: repository })

/** Nothing is left of the server: no file, no container, no volume, no image, no registry. */
async function lose(): Promise<void> {
  const { home, env, repository } = lost.server
  for (const name of ['blue', 'green', 'infra']) await removeProject(`${home.stack}-${name}`)
  for (const volume of ['database', 'archive', 'static'])
    await run(['docker', 'volume', 'rm', '--force', `${home.stack}-${volume}`])
  await removeImages()
  for (const folder of [env.TIPTOP_ROOT, env.TIPTOP_BACKUPS]) await rm(folder, { recursive: true, force: true })
  // Programs are started in this folder: it stays, and is empty.
  for (const name of await readdir(repository.folder)) await rm(join(repository.folder, name), { recursive: true })
}

async function removeImages(): Promise<void> {
  const name = '{{if eq .Tag "<none>"}}{{.Repository}}@{{.Digest}}{{else}}{{.Repository}}:{{.Tag}}{{end}}'
  const said = await run(['docker', 'images', '--digests', '--format', name, `${way.address}/*/*`])
  if (said) await run(['docker', 'rmi', '--force', ...new Set(said.split('\n'))])
}

/** A machine that has Docker and nothing of ours. */
function emptyMachine(folder: string) {
  const { server } = lost
  const project = server.env.TIPTOP_PROJECT
  const env = { ...server.env, TIPTOP_ROOT: join(folder, 'root'), TIPTOP_BACKUPS: join(folder, 'backups') }
  const home = homeOf({ root: env.TIPTOP_ROOT, backups: env.TIPTOP_BACKUPS, project }, 'prod')
  followJournals(home.runs)
  const target = async () => ({ home, settings: await readSettings(home) })
  return {
    folder,
    project,
    env,
    home,
    target,
    tiptop: (...args: string[]) => server.start(args, env).ended,
    start: (args: string[], more: Record<string, string>) => server.start(args, { ...env, ...more }),
    outside: async () => openTools(await target()),
    sql: (statement: string) => run(psql(home.database), { input: statement }),
    lastRun: async () => (await listRuns(home.runs))[0] as Run,
  }
}

/** Corrects the version in a clone, as a person does. */
async function fix(clone: string): Promise<void> {
  for (const name of ['package.json', 'package-lock.json']) {
    const text = await readFile(join(clone, name), 'utf8')
    await writeFile(join(clone, name), text.replaceAll('1.0.0', '1.1.0'))
  }
  const as = ['-c', 'user.name=Essai', '-c', 'user.email=essai@tiptop.invalid'] as const
  await run(['git', ...as, 'commit', '--quiet', '--all', '--message', 'Fix'], { cwd: clone })
}

const restore = (...more: string[]) => ['restore', 'prod', '--from', 's3', '--yes', ...more]
const keys = () => ['--identity', lost.key, '--pepper-identity', lost.pepperKey]
const withKey = () => [...keys(), '--access', accessFile]

test('a key that opens nothing, a storage that is not described and an access that others may read are reported before anything is done', async () => {
  const wrong = await machine.tiptop(...restore('--identity', lost.wrongKey, '--access', accessFile))
  expect(wrong).toMatchObject({ exitCode: 1, err: expect.stringContaining('Cette clé privée n’ouvre pas') })
  const unknown = await machine.tiptop(...restore('--identity', lost.key))
  expect(unknown).toMatchObject({ exitCode: 1, err: expect.stringContaining('--access nomme le fichier') })
  const open = join(lost.safe, 'open.env')
  await writeFile(open, await readFile(accessFile), { mode: 0o644 })
  const readable = await machine.tiptop(...restore('--identity', lost.key, '--access', open))
  expect(readable).toMatchObject({ exitCode: 1, err: expect.stringContaining('chmod 600') })
  const bare = await machine.tiptop(...restore('--identity', lost.key, '--access', accessFile))
  expect(bare).toMatchObject({ exitCode: 1, err: expect.stringContaining('ne s’ouvre que par --pepper-identity') })
  const unasked = await machine.tiptop('restore', 'prod', '--from', 's3', ...withKey())
  expect(unasked).toMatchObject({ exitCode: 1, err: expect.stringContaining('rien n’a été fait') })
  expect(await succeeds(['test', '-e', machine.home.folder])).toBe(false)
})

test('from Google Cloud Storage, killed in the middle, it goes on, and without an archive of WAL the dump of the night comes back, table by table [4.3/AM 4.3/Z]', async () => {
  const { s3 } = lost
  const info = ['backup.info', 'backup.info.copy'].map(name => `physical/prod/backup/tiptop/${name}`)
  const kept = await Promise.all(info.map(key => s3.read(key)))
  giveBack = async () => {
    for (const [at, key] of info.entries()) await s3.write(key, kept[at] as Buffer)
    giveBack = async () => {}
  }
  for (const key of info) await s3.remove(key)
  const step = 'Restaurer la copie de la base et comparer chaque table'
  const fromGcs = ['restore', 'prod', '--from', gcs.destination, '--yes', ...keys(), '--access', gcsAccess]
  const killed = machine.start(fromGcs, {
    NODE_OPTIONS: `--import=${PRELOAD}`,
    KILL_AT: JSON.stringify({ step, afterMs: 3_000 }),
  })
  await killed.ended
  expect(killed.child.signalCode).toBe('SIGKILL')
  expect((await machine.lastRun()).steps.at(-1)?.title).toBe(step)
  await until(() => succeeds(['flock', '--nonblock', machine.home.lock, 'true']), 30)

  const { exitCode, err } = await machine.tiptop(...fromGcs)
  expect({ exitCode, err: exitCode ? err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(err).toContain('l’archive n’a pas de sauvegarde de base')
  expect(await machine.sql(CONTEST_STATE)).toBe(inTheNight)
  expect(await machine.sql("select count(*) from pg_database where datname like 'tiptop%'")).toBe('1')
  // An archive that takes nothing yet does not bring the server down.
  const log = await run(['bash', '-c', `docker logs ${machine.home.stack}-infra-postgres-1 2>&1`])
  expect(log).not.toContain('terminating any other active server processes')
  expect(await publicHealth(machine as unknown as Server)).toMatchObject({ code: 200, version: '1.0.0' })

  const again = await machine.tiptop(...restore(...withKey()))
  expect(again).toMatchObject({ exitCode: 1, err: expect.stringContaining('Cette machine a déjà prod') })
})

test('the runbook finds the tools and the night in Google Cloud Storage as well [4.3/L 4.3/M]', PATIENCE, async () => {
  const files = { CLE: lost.key, POIVRE: lost.pepperKey, ACCES: gcsAccess }
  const own = { ...files, DEPUIS: gcs.destination, OUTILS: join(machine.folder, 'tools') }
  const said = await follow('server-lost', { ...process.env, ...machine.env, ...own }, {}, '--dry-run')
  expect(said.at(-1)).toContain(`de ${gcs.destination} :\n  elle montre `)
  expect(said.at(-1)).toContain('l’archive du WAL mène jusqu’à ')
  reached('4.3/L', '4.3/M')
})

test(
  'the runbook, followed word by word on an empty machine, brings back the game to the last archived second, its history and its source, from which the next fix goes out [4.3/L 4.3/M 4.3/AA 4.3/V 4.3/W 4.3/X 4.3/AJ 4.3/AL 4.3/S 4.3/AB 4.3/AO 4.3/AP 4.3/AQ 4.3/AR 4.3/AS 4.3/AT 4.3/AC 4.3/AV]',
  PATIENCE,
  async () => {
    const { server, safe, key, pepperKey, cookies } = lost
    const work = join(machine.folder, 'work')
    const put = (name: string) => join(machine.folder, name)
    const [CLE, POIVRE, ACCES] = [put('cle.txt'), put('poivre.txt'), put('acces.env')]
    await copyFile(key, CLE)
    await copyFile(pepperKey, POIVRE)
    await copyFile(accessFile, ACCES)
    const own = { CLE, POIVRE, ACCES, OUTILS: join(machine.folder, 'tools'), ENVIRONNEMENT: 'prod', TRAVAIL: work }
    let images = { backend: '', frontend: '' }
    const beforePush = async () => {
      images = await imagesIn(machine as unknown as Server, 'blue')
      await fix(work)
    }
    const elsewhere = { 'docker login': way.start, 'git push': beforePush }
    const startedAt = Date.now()
    const said = await follow('server-lost', { ...process.env, ...machine.env, ...own }, elsewhere)
    console.log(`  the runbook took ${Math.round((Date.now() - startedAt) / 1000)} s`)
    expect(said.find(block => block.includes('restore-'))).toMatch(/✓ \d{8}-\d{6}-restore-/)
    expect(said.join('')).toContain('prod est ouvert à tous')
    for (const file of [CLE, POIVRE]) await expect(access(file)).rejects.toThrow()
    await access(join(safe, 'key.txt'))

    const made = (await listRuns(machine.home.runs)).find(({ procedure }) => procedure === 'restore') as Run
    expect(made).toMatchObject({ state: 'done' })
    expect(pathOf(made, '4.3')).toEqual(expect.arrayContaining(['4.3/AL', '4.3/S', '4.3/AC', '4.3/AT', '4.3/AV']))
    expect(stepOf(made, 'Restaurer la copie physique').state).toBe('done')
    expect(await machine.sql(CONTEST_STATE)).toBe(atTheEnd)
    expect(images.backend).toMatch(/^localhost:\d+\/rebuild-\d+\/backend:sha256-[\da-f]{64}$/)

    // A player who was signed in still is, and goes on playing.
    const { web } = await machine.outside()
    const { settings } = await machine.target()
    const mine = await web.read(`${settings.NEXT_PUBLIC_API_URL}/me/tickets`, { cookies: [cookies[2] ?? ''] })
    expect(JSON.parse(mine.body).items).toHaveLength(2)

    expect(await publicHealth(machine as unknown as Server)).toMatchObject({ code: 200, version: '1.1.0' })
    const repository = server.repository.folder
    expect(await run(['git', 'log', '--format=%s', '--max-count=2', 'main'], { cwd: repository })).toBe(
      'Fix\nRelease 1.0.0',
    )
    expect(sourceAtTheEnd).toContain(await run(['git', 'rev-parse', 'main~1'], { cwd: repository }))

    const names = (await listRuns(machine.home.runs)).map(({ procedure, state }) => `${procedure} ${state}`)
    expect(names.slice(0, 4)).toEqual(['deploy done', 'nightly done', 'base done', 'restore done'])
    expect(names.slice(4)).toEqual(expect.arrayContaining(['deploy done', 'install done']))
    expect(await listIncidents(machine.home)).toMatchObject([{ title: 'Rien ne répond', severity: 'P2' }])
    expect((await listRehearsals(machine.home)).map(({ name }) => name)).toEqual([REHEARSAL])
  },
)
