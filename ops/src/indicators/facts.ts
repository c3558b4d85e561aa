import { listBackups } from '../archive/backups.ts'
import type { Home } from '../environment/home.ts'
import type { Incident } from '../incident/incident.ts'
import { listIncidents } from '../incident/incidents.ts'
import { listRehearsals, type Rehearsal } from '../rehearsal/record.ts'
import { listRuns, type Run } from '../runs/runs.ts'

/** A backup that a restore has proven: the moment that it shows, and the one from which it could be relied upon. */
export type ProvenBackup = { shows: Date; at: Date }

/** All moments between these two can be brought back, to the second. */
export type ArchivedWindow = { from: Date; until: Date }

/** What a rehearsal measured; null where it did not get that far. */
export type RehearsalTimes = { name: string; at: Date; rtoMs: number | null; rpoMs: number | null }

/** `overAt`: since when nothing went wrong any more; null while it lasts. `isOpen`: nobody has closed it yet. */
export type IncidentSpan = {
  name: string
  severity: Incident['severity']
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
}

/**
 * Reads what this server holds on its disk; nothing is asked of anybody, so it is answered while everything is down.
 * @param windows what the archive of WAL covers, where somebody asked it
 */
export async function readFacts(home: Home, windows: ArchivedWindow[] = []): Promise<IndicatorFacts> {
  const [runs, backups, rehearsals, incidents] = await Promise.all([
    listRuns(home.runs),
    listBackups(home),
    listRehearsals(home),
    listIncidents(home),
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
  }
}

/** A red rehearsal measured no time in which the service comes back, however far it got. */
function measured({ name, startedAt, verdict, rtoMs, rpoMs }: Rehearsal): RehearsalTimes {
  return { name, at: new Date(startedAt), rtoMs: verdict === 'green' ? rtoMs : null, rpoMs }
}

/** It lasts from when somebody saw it begin until the quiet that was watched to its end; unwatched, until it was closed. */
function troubleOf({ name, severity, since, restoredAt, closedAt }: Incident): IncidentSpan {
  const over = restoredAt ?? closedAt
  return { name, severity, beganAt: new Date(since), overAt: over ? new Date(over) : null, isOpen: closedAt === null }
}

/** Retention removes backups, and journals remember them: copied from one step on, declared whole in another. */
export function provenIn(runs: readonly Run[]): ProvenBackup[] {
  return runs.flatMap(({ procedure, steps }) => {
    const copied = steps.findLast(({ node, state }) => node === '3.1/I' && state === 'done')
    const declared = steps.find(({ node, state, kind }) => kind === 'step' && node === '3.1/AC' && state === 'done')
    if (procedure !== 'nightly' || !copied || !declared) return []
    const end = Date.parse(declared.startedAt) + (declared.ms ?? 0)
    return [{ shows: new Date(copied.startedAt), at: new Date(end) }]
  })
}
