import { metricsOf } from '../../ops/src/archive/freshness.ts'
import { archiveMetrics } from '../../ops/src/archive/physical/archive-health.ts'
import { roomMetrics } from '../../ops/src/control/metrics.ts'
import { readRoom } from '../../ops/src/control/room.ts'
import type { Environment } from '../../ops/src/environment/environment.ts'
import { homeOf } from '../../ops/src/environment/home.ts'

const HOUR_MS = 3_600_000

/** What a test makes of a server: everything is well but for what it says. */
export type ServerState = {
  isWell: boolean
  isClosed: boolean
  errors: number
  certificateDays: number
  /** free space, of 100 */
  free: number
  /** how long ago the room was built, and backups were checked */
  lookedMinutesAgo: number
  checkedHoursAgo: number
  backupHoursAgo: number | null
  baseBackupHoursAgo: number | null
  faults: number
  missing: string[]
  waitingMinutes: number
  rehearsed: { daysAgo: number; good: boolean } | null
  areObjectivesHeld: boolean
  /** what the last night found wrong in the books, and when they were last proven */
  proof: { faults: number; hoursAgo: number } | null
  /** how much a reconciliation left to a person */
  undecided: number
}

export const WELL: ServerState = {
  isWell: true,
  isClosed: false,
  errors: 0,
  certificateDays: 80,
  free: 50,
  lookedMinutesAgo: 0,
  checkedHoursAgo: 0,
  backupHoursAgo: 1,
  baseBackupHoursAgo: 1,
  faults: 0,
  missing: [],
  waitingMinutes: 0,
  rehearsed: { daysAgo: 1, good: true },
  areObjectivesHeld: true,
  proof: { faults: 0, hoursAgo: 10 },
  undecided: 0,
}

/** What `tiptop backup check --metrics` writes of a server in this state. */
export async function backupText(environment: Environment, state: ServerState, now: Date): Promise<string> {
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS)
  const at = (hours: number | null) => (hours === null ? null : { name: 'F', label: 'F', at: ago(hours) })
  const places = [{ name: 'ici', newest: at(state.backupHoursAgo) }]
  const oldestMs = state.waitingMinutes * 60_000
  const queue = { archiving: true, waiting: 1, oldestMs, lastFault: null }
  const newest = at(state.baseBackupHoursAgo)
  const shelf = { repository: 'here' as const, title: 'ici', newest, missing: state.missing, unread: null }
  const ofArchive = await archiveMetrics(environment, { queue, shelves: [shelf], verified: {} }, state.faults)
  return `${await metricsOf(environment, places, state.faults, ago(state.checkedHoursAgo))}${ofArchive}`
}

/** What `tiptop control build --metrics` writes of a server in this state. */
export async function roomText(environment: Environment, state: ServerState, now: Date): Promise<string> {
  const builtAt = new Date(now.getTime() - state.lookedMinutesAgo * 60_000)
  const home = homeOf({ root: '/nowhere', backups: '/nowhere', project: 'tiptop' }, environment)
  const room = await readRoom(home, builtAt)
  const { isWell, isClosed, certificateDays, free, errors, rehearsed, areObjectivesHeld, proof, undecided } = state
  const iso = builtAt.toISOString()
  const measure = { value: 1, said: '1', held: areObjectivesHeld, details: [], doubts: [] }
  const rehearsal = rehearsed && {
    name: 'r',
    at: new Date(now.getTime() - rehearsed.daysAgo * 24 * HOUR_MS),
    rtoMs: rehearsed.good ? 1 : null,
    rpoMs: 1,
  }
  return roomMetrics({
    ...room,
    running: { colour: 'blue', release },
    maintenance: isClosed ? { since: iso, by: 'test', reason: '', run: '', stays: true } : null,
    seen: {
      health: { at: iso, fault: isWell ? null : 'en panne', lastWellAt: null },
      certificate: { until: new Date(now.getTime() + certificateDays * 24 * HOUR_MS).toISOString() },
      disks: [{ folder: '/srv', free, total: 100 }],
      traffic: { at: iso, minutes: 10, requests: 100, errors },
      windows: [],
    },
    undecided: undecided
      ? [{ from: 'tiptop_until_20261123_031205', at: iso, questions: Array<string>(undecided).fill('?') }]
      : [],
    proofs: proof ? [nightProof(proof, now)] : [],
    facts: { ...room.facts, rehearsals: rehearsal ? [rehearsal] : [] },
    indicators: room.indicators.map(indicator => ({ ...indicator, now: measure })),
  })
}

const nightProof = ({ faults, hoursAgo }: { faults: number; hoursAgo: number }, now: Date) => ({
  at: new Date(now.getTime() - hoursAgo * HOUR_MS).toISOString(),
  head: null,
  tickets: null,
  faults: Array<string>(faults).fill('un lot a changé'),
  unproven: [],
  whole: true,
})

const release = {
  name: 'a',
  version: '1.0.0',
  madeAt: '2026-11-23T12:00:00.000Z',
  former: null,
  breaking: false,
  commits: { backend: 'a', frontend: 'a' },
  images: { backend: 'a', frontend: 'a' },
}
