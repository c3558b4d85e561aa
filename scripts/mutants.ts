import { readdirSync, rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, statfs } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
import { killPostgres } from './embedded-postgres.ts'
import { forgetUntried } from './mutants/forget-untried.ts'
import { type MutantScore, mutantModules, scoreOf } from './mutants/modules.ts'

/*
 * Changes the deciding modules on purpose, one small change at a time, and counts how many of these mutants their own
 * tests catch. It takes minutes a module. What is known from the last run is taken from `.data/mutants` where neither the
 * code nor its tests have changed; survivors are in the page beside it. Usage: npm run mutants [-- MODULE…]
 */

const ROOT = join(import.meta.dirname, '..')
const RESULTS = join('.data', 'mutants')
/** In per cent. A module below it makes the command fail. */
const GOAL = 85

/** A folder in memory, as Linux has it, and the room that the databases of one run need there. */
const IN_MEMORY = { folder: '/dev/shm', bytes: 2 ** 31 }

/**
 * Has PostgreSQL work in memory: each test file makes a database, which costs seven times as much on a disk. Stryker kills
 * a runner that is stuck, whose server stays behind: it ends with this process.
 */
async function leaveTheDisk(): Promise<void> {
  const { bavail, bsize } = await statfs(IN_MEMORY.folder).catch(() => ({ bavail: 0, bsize: 0 }))
  if (bavail * bsize < IN_MEMORY.bytes) return
  const folder = await mkdtemp(join(IN_MEMORY.folder, 'tiptop-mutants-'))
  // PostgreSQL, which refuses root, runs as another user.
  await chmod(folder, 0o711)
  process.env.TMPDIR = folder
  process.once('exit', () => {
    for (const name of readdirSync(folder)) killPostgres(join(folder, name))
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  })
}

async function runModule(name: string): Promise<MutantResult[]> {
  const module = mutantModules[name]
  if (!module) throw new Error(`${name} : il y a ${Object.keys(mutantModules).join(', ')}.`)
  const { mutate, keepsThread } = module
  await mkdir(join(ROOT, RESULTS), { recursive: true })
  const incrementalFile = join(RESULTS, `${name}.json`)
  await forgetUntried(join(ROOT, incrementalFile))
  process.env.MUTANT_MODULE = name
  const stryker = new Stryker({
    mutate: [...mutate, '!**/*.test.ts'],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: {
      configFile: 'scripts/mutants/vitest.config.ts',
      pool: keepsThread ? 'threads' : 'forks',
      related: false,
    },
    coverageAnalysis: 'perTest',
    incremental: true,
    incrementalFile,
    reporters: ['html', 'progress-append-only'],
    htmlReporter: { fileName: join(RESULTS, `${name}.html`) },
    tempDirName: join(RESULTS, 'sandbox'),
    // A machine under load must not make a slow test look like a caught mutant.
    timeoutMS: 30_000,
    // Each runner has a PostgreSQL beside it, which works as much as it does.
    concurrency: Math.max(1, Math.floor(availableParallelism() / 2)),
    // TypeScript 7 has no JavaScript API, with which Stryker would rewrite the settings of the compiler.
    tsconfigFile: 'none',
    logLevel: 'warn',
  } as ConstructorParameters<typeof Stryker>[0])
  return stryker.runMutationTest()
}

function print(name: string, { caught, timedOut, survived, uncovered, untried, percent }: MutantScore): void {
  const figures = [
    `${caught} caught`,
    `${timedOut} timed out`,
    `${survived} survived`,
    `${uncovered} uncovered`,
    `${untried} untried`,
  ]
  console.log(
    `${percent < GOAL ? '✗' : '✓'} ${name.padEnd(14)} ${percent.toFixed(1).padStart(5)} %   ${figures.join(', ')}`,
  )
}

process.chdir(ROOT)
await leaveTheDisk()
const chosen = process.argv.slice(2)
for (const name of chosen.length ? chosen : Object.keys(mutantModules)) {
  const score = scoreOf(await runModule(name))
  print(name, score)
  if (score.percent < GOAL) process.exitCode = 1
}
