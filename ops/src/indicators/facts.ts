import { listBackups } from '../archive/backups.ts'
import type { Home } from '../environment/home.ts'
import { PROVEN_HOURS, readSettings } from '../environment/settings.ts'
import { type Incident, leastDuration } from '../incident/incident.ts'
import { listIncidents } from '../incident/incidents.ts'
import { listRehearsals, type Rehearsal } from '../rehearsal/record.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import { HOUR_MS } from '../time/duration.ts'

/** A backup that a restore has proven: the moment that it shows, and the moment at which it was proven. */
export type ProvenBackup = { shows: Date; at: Date }

/** All moments between these two can be restored, to the second. */
export type ArchivedWindow = { from: Date; until: Date }

/** What a rehearsal measured; null if it did not get that far. */
export type RehearsalTimes = { name: string; at: Date; rtoMs: number | null; rpoMs: number | null }

/** When an incident began and ended. `overAt`: since when the service is stable; null before. `isOpen`: not closed yet. */
export type IncidentSpan = {
  name: string
  severity: Incident['severity']
  /** the most severe grade that it ever had */
  worst: Incident['severity']
  /** whether it was found stable, and failed again */
  relapsed: boolean
  /** milliseconds that it lasted at least, if the clock went back meanwhile; null if the clock was steady */
  leastMs: number | null
  beganAt: Date
  overAt: Date | null
  isOpen: boolean
}

/** Everything that the indicators of an environment are computed from. */
export type IndicatorFacts = {
  runs: Run[]
  proven: ProvenBackup[]
  windows: ArchivedWindow[]
  rehearsals: RehearsalTimes[]
  incidents: IncidentSpan[]
  /** a deployment that stayed in service for as long has succeeded; one that was taken back before has not */
  provenMs: number
}

/**
 * Reads what this server has on its disk. Asks no service, so it answers while everything is down.
 * @param windows what the archive of WAL covers; empty if it was not asked
 */
export async function readFacts(home: Home, windows: ArchivedWindow[] = []): Promise<IndicatorFacts> {
  const [runs, backups, rehearsals, incidents, provenHours] = await Promise.all([
    listRuns(home.runs),
    listBackups(home),
    listRehearsals(home),
    listIncidents(home),
    readSettings(home).then(
      settings => settings.DEPLOYMENT_PROVEN_HOURS,
      () => PROVEN_HOURS,
    ),
  ])
  const kept = backups.map(({ database: { snapshotAt, proof } }) => ({
    shows: new Date(snapshotAt),
    at: new Date(proof.provenAt),
  }))
  return {
    runs,
    proven: [...kept, ...provenIn(runs)],
    windows,
    rehearsals: rehearsals.map(measured),
    incidents: incidents.map(troubleOf),
    provenMs: provenHours * HOUR_MS,
  }
}

/** A red rehearsal measured no recovery time, however far it got. */
function measured({ name, startedAt, verdict, rtoMs, rpoMs }: Rehearsal): RehearsalTimes {
  return { name, at: new Date(startedAt), rtoMs: verdict === 'green' ? rtoMs : null, rpoMs }
}

/** An incident ends when a watch confirmed that the service was stable for good; without one, when it was closed. */
function troubleOf(incident: Incident): IncidentSpan {
  const { name, severity, worst, relapsed, since, restoredAt, closedAt } = incident
  const over = restoredAt ?? closedAt
  return {
    name,
    severity,
    worst,
    relapsed,
    leastMs: leastDuration(incident),
    beganAt: new Date(since),
    overAt: over ? new Date(over) : null,
    isOpen: closedAt === null,
  }
}

/** Journals remember the backups that retention has removed: one step copied the database, another declared it whole. */
export function provenIn(runs: readonly Run[]): ProvenBackup[] {
  return runs.flatMap(({ procedure, steps }) => {
    const copied = steps.findLast(({ node, state }) => node === '3.1/I' && state === 'done')
    const declared = steps.find(({ node, state, kind }) => kind === 'step' && node === '3.1/AC' && state === 'done')
    if (procedure !== 'nightly' || !copied || !declared) return []
    const end = Date.parse(declared.startedAt) + (declared.ms ?? 0)
    return [{ shows: new Date(copied.startedAt), at: new Date(end) }]
  })
}
