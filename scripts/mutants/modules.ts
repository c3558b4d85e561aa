import type { MutantResult } from '@stryker-mutator/api/core'

type MutantModule = {
  /** globs of the files that are changed */
  mutate: string[]
  /** globs of the tests that are to catch it */
  tests: string[]
}

const room = (folder: string): MutantModule => ({ mutate: [`${folder}/**/*.ts`], tests: [`${folder}/**/*.test.ts`] })

/** The modules that decide: who wins, who may, what is kept, what is proven. */
export const mutantModules: Record<string, MutantModule> = {
  game: room('backend/src/game'),
  handover: room('backend/src/handover'),
  attempts: room('backend/src/attempts'),
  accounts: room('backend/src/accounts'),
  tickets: room('backend/src/tickets'),
  audit: room('backend/src/audit'),
  exports: room('backend/src/exports'),
  retention: room('ops/src/retention'),
  triage: room('ops/src/diagnosis/triage'),
  indicators: room('ops/src/indicators'),
  procedure: room('ops/src/procedure'),
  deploy: room('ops/src/deploy'),
  rollback: room('ops/src/rollback'),
}

export type MutantScore = {
  caught: number
  /** caught by a test that ran out of time, which on a loaded machine may be chance */
  timedOut: number
  survived: number
  /** what no test runs at all */
  uncovered: number
  /** caught or timed out, of all that could run */
  percent: number
}

export function scoreOf(results: Pick<MutantResult, 'status'>[]): MutantScore {
  const count = (status: MutantResult['status']) => results.filter(result => result.status === status).length
  const [caught, timedOut, survived, uncovered] = [
    count('Killed'),
    count('Timeout'),
    count('Survived'),
    count('NoCoverage'),
  ]
  const all = caught + timedOut + survived + uncovered
  return { caught, timedOut, survived, uncovered, percent: all ? ((caught + timedOut) / all) * 100 : 0 }
}
