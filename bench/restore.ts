import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readDumpFile } from '../ops/src/archive/database/dump.ts'
import { listRollbackPoints } from '../ops/src/archive/rollback-points/points.ts'
import { homeOf } from '../ops/src/environment/home.ts'
import type { Run } from '../ops/src/runs/runs.ts'
import { pgRestore, psql } from '../ops/src/tools/postgres.ts'
import { run } from '../ops/test/machine/run.ts'
import { serving } from '../ops/test/stack/first-release.ts'
import startMachine, { type Machine } from '../ops/test/stack/machine.ts'
import { stepOf } from '../ops/test/stack/path-of.ts'
import { archived, clock } from '../ops/test/stack/physical/cluster.ts'
import { generateTickets } from '../ops/test/stack/players.ts'
import { openServer, removeProject, type Server } from '../ops/test/stack/server.ts'
import { openS3Server } from '../ops/test/stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../ops/test/stores/scratch-target.ts'
import { report } from './report.ts'

/**
 * Measures the time of each way back, from the command to the open site, on real containers with a contest of this many
 * tickets. Compares each with the bare tool that does the same: `docker start`, `pg_restore`.
 */
const { values } = parseArgs({ options: { tickets: { type: 'string', default: '500000' } } })
const TARGETS = { codeS: 15, databaseRatio: 1.5, momentS: 120, rebuildS: 600 }

let machine: Machine | undefined
const closeMachine = await startMachine({ provide: (_name: string, value: Machine) => (machine = value) } as never)
const [keys, s3] = [await drawKeys(), await openS3Server()]
const safe = await mkdtemp(join(tmpdir(), 'tiptop-safe-'))
const server = await openServer('prod', settingsFor(keys.recipients, { s3 }), machine)
try {
  await giveAccess(server.home, { s3 })
  await server.install()
  for (const version of ['1.0.0', '1.1.0']) {
    await server.repository.commit({ version })
    await server.must('deploy', 'prod')
  }
  await rm(await generateTickets(server, Number(values.tickets)))
  await server.must('backup', 'pre-deploy', 'prod')
  const megabytes = Number(await server.sql("select pg_database_size('tiptop')")) / 1e6
  const night = await seconds(() => server.must('backup', 'nightly', 'prod'))

  const code = await rollBackCode(server)
  const database = await restoreCopy(server)
  const moment = await restoreMoment(server)
  const rebuild = await rebuildElsewhere(server)
  const holds =
    code.wholeS < TARGETS.codeS &&
    database.partS / database.bareS < TARGETS.databaseRatio &&
    moment.wholeS < TARGETS.momentS &&
    rebuild.wholeS < TARGETS.rebuildS
  await report({
    name: 'restore',
    figures: {
      tickets: Number(values.tickets),
      'database MB': Math.round(megabytes),
      'the night’s backup before, s': rounded(night),
      'rollback prod full, s': rounded(code.wholeS),
      'docker start of both containers until healthy, s': rounded(code.bareS),
      'restore --point, s': rounded(database.wholeS),
      'of which the database is given back, s': rounded(database.partS),
      'bare pg_restore of the same dump, s': rounded(database.bareS),
      'of which the data is proven, s': rounded(database.proofS),
      'restore --to, s': rounded(moment.wholeS),
      'of which files and WAL, s': rounded(moment.partS),
      'restore --from on an empty machine, s': rounded(rebuild.wholeS),
    },
    ratio: database.partS / database.bareS,
    target: `< ${TARGETS.databaseRatio} × bare pg_restore, code < ${TARGETS.codeS} s, moment < ${TARGETS.momentS} s, rebuild < ${TARGETS.rebuildS} s`,
    holds,
  })
} finally {
  await server.close()
  await s3.close()
  await closeMachine()
  await rm(safe, { recursive: true })
}

async function rollBackCode(server: Server) {
  const before = await serving(server)
  const wholeS = await seconds(() => server.must('rollback', 'prod', 'full', '--yes'))
  // The containers of the previous release still exist, stopped.
  const containers = ['backend', 'frontend'].map(piece => `${server.home.stack}-${before.colour}-${piece}-1`)
  const bareS = await seconds(async () => {
    await run(['docker', 'start', ...containers])
    for (const name of containers)
      while ((await run(['docker', 'inspect', '--format', '{{.State.Health.Status}}', name])) !== 'healthy');
  })
  await run(['docker', 'stop', ...containers])
  return { wholeS, bareS }
}

async function restoreCopy(server: Server) {
  const [point] = await listRollbackPoints(server.home)
  if (!point) throw new Error('There is no rollback point.')
  await run(psql(server.home.database, 'postgres'), { input: 'create database bare owner tiptop template template0' })
  const dump = join(point.folder, point.db.dump.file)
  const bareS = await seconds(async () => {
    await server
      .outside()
      .then(({ shell }) => shell.run(pgRestore(server.home.database, 'bare'), { input: readDumpFile(dump) }))
  })
  await run(psql(server.home.database, 'postgres'), { input: 'drop database bare' })
  await server.must('restore', 'prod', '--point', point.tag, '--yes')
  const made = await server.lastRun('restore')
  const wholeS = (made.ms ?? 0) / 1000
  await dropAsides(server)
  return { wholeS, bareS, partS: secondsOf(made, 'Restaurer la copie'), proofS: secondsOf(made, 'Vérifier lots') }
}

async function restoreMoment(server: Server) {
  const moment = await clock(server)
  await server.sql('truncate participations')
  await server.must('restore', 'prod', '--to', moment.toISOString(), '--yes')
  const made = await server.lastRun('restore')
  return { wholeS: (made.ms ?? 0) / 1000, partS: secondsOf(made, 'Rejouer le WAL') }
}

/** Rebuilds a lost server on a new one that has Docker, the key and access to the storage. */
async function rebuildElsewhere(server: Server) {
  await server.must('backup', 'base', 'prod', '--type', 'full')
  await archived(server)
  const { home, env } = server
  const [key, access] = [join(safe, 'key.txt'), join(safe, 'access.env')]
  await writeFile(key, `${keys.identities[0]}\n`, { mode: 0o600 })
  await writeFile(join(safe, 'authorities.pem'), s3.authority)
  const settings = { ...s3.settings, S3_KEY: s3.key, S3_AUTHORITIES: join(safe, 'authorities.pem') }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(access, lines.join(''), { mode: 0o600 })
  await loseAll(server)
  const elsewhere = { ...env, TIPTOP_ROOT: join(safe, 'root'), TIPTOP_BACKUPS: join(safe, 'backups') }
  const wholeS = await seconds(async () => {
    const words = ['restore', 'prod', '--from', 's3', '--identity', key, '--access', access, '--yes']
    const { exitCode, err } = await server.start(words, elsewhere).ended
    if (exitCode !== 0) throw new Error(`restore --from ended with ${exitCode}:\n${err}`)
  })
  const rebuilt = homeOf(
    { root: elsewhere.TIPTOP_ROOT, backups: elsewhere.TIPTOP_BACKUPS, project: env.TIPTOP_PROJECT },
    'prod',
  )
  if (rebuilt.stack !== home.stack) throw new Error('It has to take the place of what was lost.')
  return { wholeS }
}

async function loseAll({ home }: Server): Promise<void> {
  for (const name of ['blue', 'green', 'infra']) await removeProject(`${home.stack}-${name}`)
  for (const volume of await volumesOf(home.stack)) await run(['docker', 'volume', 'rm', '--force', volume])
}

async function volumesOf(stack: string): Promise<string[]> {
  return (await run(['docker', 'volume', 'ls', '--quiet', '--filter', `name=^${stack}-`])).split('\n').filter(Boolean)
}

/** Removes what restorations put aside, which would affect the next measurements. */
async function dropAsides({ home }: Server): Promise<void> {
  const asides = await run(psql(home.database, 'postgres'), {
    input: "select datname from pg_database where datname like 'tiptop\\_until%'",
  })
  for (const name of asides.split('\n').filter(Boolean))
    await run(psql(home.database, 'postgres'), { input: `drop database ${name}` })
}

function secondsOf(made: Run, title: string): number {
  return (stepOf(made, title).ms ?? 0) / 1000
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return (performance.now() - began) / 1000
}

function rounded(figure: number): number {
  return Number(figure.toFixed(1))
}
