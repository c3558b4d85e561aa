import { type Backup, listBackups } from '../archive/backups.ts'
import type { Home } from '../environment/home.ts'
import { PROVEN_HOURS, readSettings } from '../environment/settings.ts'
import { type Incident, leastDuration } from '../incident/incident.ts'
import { listIncidents } from '../incident/incidents.ts'
import { listRehearsals, type Rehearsal } from '../rehearsal/record.ts'
import { listRuns, type Run, type StepRun } from '../runs/runs.ts'
import { openSurvey } from '../state/damaged-file.ts'
import { HOUR_MS } from '../time/duration.ts'

/** Where a copy is: on this server, which may be lost, or at a destination. */
export const places = ['here', 'elsewhere'] as const
type CopyPlace = (typeof places)[number]

/** A proven copy: the moment that it shows, and the moment at which it was restored or read back there. */
export type ProvenBackup = { place: CopyPlace; shows: Date; at: Date }

/** All moments between these two can be restored, to the second. */
export type ArchivedWindow = { place: CopyPlace; from: Date; until: Date }

/** What a restoration of this environment lost: all that came after the moment that it brought back. */
export type RealLoss = { name: string; at: Date; ms: number }

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
  /** the restorations that brought a former database back */
  losses: RealLoss[]
  rehearsals: RehearsalTimes[]
  incidents: IncidentSpan[]
  /** a deployment succeeds when it stays in service this long, and fails when it is taken back before */
  provenMs: number
  /** the files that could not be read whole, a sentence in French each: the figures are without them */
  damaged: string[]
}

/**
 * Reads what this server has on its disk. Asks no service, so it answers while everything is down.
 * @param windows what the archive of WAL covers; empty if it was not asked
 */
export async function readFacts(home: Home, windows: ArchivedWindow[] = []): Promise<IndicatorFacts> {
  const survey = openSurvey()
  const [runs, backups, rehearsals, incidents, provenHours] = await Promise.all([
    survey.read(listRuns(home.runs), []),
    survey.read(listBackups(home), []),
    survey.read(listRehearsals(home, survey), []),
    survey.read(listIncidents(home), []),
    readSettings(home).then(
      settings => settings.DEPLOYMENT_PROVEN_HOURS,
      () => PROVEN_HOURS,
    ),
  ])
  // A rehearsal is red until it has ended, and one at work has measured nothing yet.
  const working = new Set(runs.filter(({ state }) => state === 'running').map(({ name }) => name))
  return {
    runs,
    proven: [...backups.flatMap(copiesOf), ...provenIn(runs)],
    windows,
    losses: runs.flatMap(lossOf),
    rehearsals: rehearsals.filter(({ name }) => !working.has(name)).map(measured),
    incidents: incidents.map(troubleOf),
    provenMs: provenHours * HOUR_MS,
    damaged: [...survey.damaged, ...[...runs, ...incidents].flatMap(({ damage }) => damage ?? [])],
  }
}

function copiesOf({ database: { snapshotAt, proof }, copies }: Backup): ProvenBackup[] {
  const away = Object.values(copies).map(({ provenAt }) => provenCopy('elsewhere', snapshotAt, provenAt))
  return [provenCopy('here', snapshotAt, proof.provenAt), ...away]
}

/** A proof seems to come before what it proves if the clock went back: it counts from the later of the two. */
function provenCopy(place: CopyPlace, shows: string, at: string): ProvenBackup {
  return { place, shows: new Date(shows), at: new Date(Math.max(Date.parse(shows), Date.parse(at))) }
}

/** Until when the database changed is not known of one that was damaged or lost, so all the time before the run counts. */
function lossOf({ name, startedAt, broughtBack }: Run): RealLoss[] {
  if (!broughtBack) return []
  return [{ name, at: new Date(startedAt), ms: Math.max(0, Date.parse(startedAt) - Date.parse(broughtBack)) }]
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

/**
 * Journals remember the backups that retention has removed: one step copied the database, another declared it whole, and a
 * third noted each copy that was read back elsewhere.
 */
export function provenIn(runs: readonly Run[]): ProvenBackup[] {
  return runs.flatMap(({ procedure, steps }) => {
    const copied = steps.findLast(({ node, state }) => node === '3.1/I' && state === 'done')
    const declared = steps.find(({ node, state, kind }) => kind === 'step' && node === '3.1/AC' && state === 'done')
    if (procedure !== 'nightly' || !copied || !declared) return []
    const sent = steps.filter(({ node, state, kind }) => kind === 'step' && node === '3.1/AJ' && state === 'done')
    const end = ({ startedAt, ms }: StepRun) => new Date(Date.parse(startedAt) + (ms ?? 0)).toISOString()
    return [
      provenCopy('here', copied.startedAt, end(declared)),
      ...sent.map(noted => provenCopy('elsewhere', copied.startedAt, end(noted))),
    ]
  })
}
