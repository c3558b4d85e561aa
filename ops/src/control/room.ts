import { readUndecided, type Undecided } from '../archive/aside/undecided.ts'
import { type Backup, listBackups, listBroken } from '../archive/backups.ts'
import { listBrokenPoints, listRollbackPoints } from '../archive/rollback-points/points.ts'
import type { RollbackPoint } from '../archive/rollback-points/versions.ts'
import type { Home } from '../environment/home.ts'
import { type PlannedCorrection, pendingCorrections } from '../incident/correction.ts'
import { type IndicatorFacts, readFacts } from '../indicators/facts.ts'
import { type Indicator, indicatorsOf } from '../indicators/indicators.ts'
import { type IndicatorPeriod, periodUntil } from '../indicators/period.ts'
import { type RunningRelease, runningRelease } from '../release/colours.ts'
import { type NightProof, readNightProofs } from '../release/data-checks/night-proofs.ts'
import { type Maintenance, readMaintenance } from '../release/maintenance.ts'
import type { Run } from '../runs/runs.ts'
import { openSurvey, type StateSurvey } from '../state/damaged-file.ts'
import { DAY_MS } from '../time/duration.ts'
import { type EnvironmentObservations, readObservations } from './observations.ts'

/** Everything that the control room shows of an environment, read from this server's disk. */
export type ControlRoom = {
  environment: string
  builtAt: Date
  running: RunningRelease | null
  /** since when; null if no journal shows it */
  servingSince: Date | null
  maintenance: Maintenance | null
  seen: EnvironmentObservations
  runs: Run[]
  backups: Backup[]
  points: RollbackPoint[]
  /** what the nights proved of the books, the newest first */
  proofs: NightProof[]
  /** folders of backups and rollback points that are of no use */
  broken: string[]
  /** the files that could not be read whole, a sentence in French each */
  damaged: string[]
  period: IndicatorPeriod
  indicators: Indicator[]
  facts: IndicatorFacts
  corrections: PlannedCorrection[]
  /** what a reconciliation left to a person */
  undecided: Undecided[]
}

const PERIOD_MS = 30 * DAY_MS

/**
 * Reads everything from the disk. Asks no service, so it works while backend, database and Docker are down.
 * @param justSeen what was just observed; null to show the last observations
 */
export async function readRoom(
  home: Home,
  now: Date,
  justSeen: EnvironmentObservations | null = null,
): Promise<ControlRoom> {
  const [seen, survey] = [justSeen ?? (await readObservations(home)), openSurvey()]
  const [facts, forPeople, running, maintenance, backups, points, proofs, ...broken] = await Promise.all([
    readFacts(home, seen.windows),
    readForPeople(home, survey),
    survey.read(runningRelease(home), null),
    readMaintenance(home),
    survey.read(listBackups(home), []),
    survey.read(listRollbackPoints(home), []),
    survey.read(readNightProofs(home), []),
    survey.read(listBroken(home), []),
    survey.read(listBrokenPoints(home), []),
  ])
  const period = periodUntil(now, PERIOD_MS)
  return {
    environment: home.environment,
    builtAt: now,
    running,
    servingSince: servingSince(facts.runs, running),
    maintenance,
    seen,
    runs: facts.runs,
    backups,
    points,
    proofs,
    broken: broken.flat(),
    damaged: [...new Set([...facts.damaged, ...survey.damaged])],
    period,
    indicators: indicatorsOf(facts, period),
    facts,
    ...forPeople,
  }
}

/** What waits for a person: corrections to make, and conflicts to decide. */
async function readForPeople(home: Home, survey: StateSurvey): Promise<Pick<ControlRoom, 'corrections' | 'undecided'>> {
  const [corrections, undecided] = await Promise.all([
    survey.read(pendingCorrections(home), []),
    survey.read(readUndecided(home), []),
  ])
  return { corrections, undecided }
}

/** When the last run that put a release in service ended. */
function servingSince(runs: readonly Run[], running: RunningRelease | null): Date | null {
  const last = runs.find(
    ({ procedure, state, unchanged }) =>
      ['deploy', 'rollback', 'restore'].includes(procedure) && state === 'done' && !unchanged,
  )
  return running && last ? new Date(Date.parse(last.startedAt) + (last.ms ?? 0)) : null
}
