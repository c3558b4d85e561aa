import type { MutantResult } from '@stryker-mutator/api/core'

type MutantModule = {
  /** globs of the files that are changed; with `!` those that are not */
  mutate: string[]
  /** globs of the tests that are to catch it */
  tests: string[]
  /**
   * Whether one thread runs the tests for as many mutants as possible, which takes a tenth of the time. Not where a test
   * changes what only a process has: its folder, its time zone.
   */
  keepsThread: boolean
}

/*
 * Left out of what is changed, because a survivor there would say nothing: words for people (`*-words.ts`, letters),
 * which tests do not repeat; and commands and workers, which run in a process or a thread of their own, where no mutant
 * is.
 */
const WORDS = ['!**/*-words.ts', '!**/mails.ts']
const ELSEWHERE = ['!**/commands.ts', '!**/*-worker.ts']

// The test of the API's description starts a backend itself: a mutant that keeps every backend from starting fails it.
const backendRoom = (name: string, tests = '*', elsewhere: string[] = []): MutantModule => ({
  mutate: [`backend/src/${name}/**/*.ts`, ...WORDS, ...ELSEWHERE],
  tests: [`backend/src/${name}/**/${tests}.test.ts`, 'backend/src/api-description.test.ts', ...elsewhere],
  keepsThread: true,
})

const opsRoom = (name: string, tests = '*', elsewhere: string[] = []): MutantModule => ({
  mutate: [`ops/src/${name}/**/*.ts`],
  tests: [`ops/src/${name}/**/${tests}.test.ts`, ...elsewhere],
  keepsThread: true,
})

/** The modules that decide: who wins, who may, what is kept, what is proven. */
export const mutantModules: Record<string, MutantModule> = {
  // The race runs in processes of their own, and a database that is gone takes seconds to give up.
  game: backendRoom('game', '!(race|database-gone)'),
  handover: backendRoom('handover'),
  attempts: backendRoom('attempts'),
  // Passwords are confirmed before an erasure, and administrators locked before one of them changes.
  accounts: backendRoom('accounts', '*', [
    'backend/src/personal-data/erase-account.test.ts',
    'backend/src/users/change-user.test.ts',
  ]),
  // The demonstration reads print files, to play with their codes.
  tickets: backendRoom('tickets', '!(commands)', ['backend/src/demo/prepare-demo.test.ts']),
  audit: backendRoom('audit', '!(commands)', ['backend/src/administration/audit-routes.test.ts']),
  exports: backendRoom('exports'),
  // A change of the time zone is one of the process, and two years of nights take seconds.
  retention: opsRoom('retention', '!(policy-over-years|time-zones)'),
  triage: opsRoom('diagnosis/triage'),
  indicators: opsRoom('indicators'),
  procedure: opsRoom('procedure'),
  deploy: opsRoom('deploy'),
  rollback: opsRoom('rollback'),
  // A rebuild that fails at each of its steps takes seconds.
  restore: opsRoom('restore', '!(rebuild-fails)'),
}

export type MutantScore = {
  caught: number
  /** caught by a test that ran out of time, which on a loaded machine may be chance */
  timedOut: number
  survived: number
  /** what no test runs at all */
  uncovered: number
  /** what could not be tried, for want of a connection to the database, say: whether a test catches it is unknown */
  untried: number
  /** caught or timed out, of all */
  percent: number
}

/** Counts mutants. One that could not be tried counts as one that survived: a figure claims only what was seen. */
export function scoreOf(results: Pick<MutantResult, 'status'>[]): MutantScore {
  const count = (status: MutantResult['status']) => results.filter(result => result.status === status).length
  const [caught, timedOut] = [count('Killed'), count('Timeout')]
  const [survived, uncovered] = [count('Survived'), count('NoCoverage')]
  const untried = count('RuntimeError') + count('Pending')
  const all = caught + timedOut + survived + uncovered + untried
  return { caught, timedOut, survived, uncovered, untried, percent: all ? ((caught + timedOut) / all) * 100 : 0 }
}
