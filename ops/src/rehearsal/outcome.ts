import { Failure } from '../failure.ts'
import type { Ending } from '../procedure/procedure.ts'
import type { RestoreFindings } from '../restore/server/restore-environment.ts'
import type { Stopwatch } from '../restore/server/stopwatch.ts'
import { durationWords } from '../time/duration.ts'
import { utcSecond } from '../time/words.ts'
import type { Notice } from '../tools/notices.ts'
import type { Rehearsal } from './record.ts'

type RehearsalRun = {
  run: string
  environment: Rehearsal['environment']
  /** of one that is done: what it could not prove */
  ending: Ending<string[]>
  found: Partial<RestoreFindings>
  watch: Pick<Stopwatch, 'times'>
  startedAt: Date
  endedAt: Date
  to: Date | null
  /** when production had last changed at the start; null if it did not say */
  changedAt: Date | null
}

/**
 * Returns what a rehearsal measured. RPO is what a lost server would lose: from the newest transaction that came back to
 * production's last one at the start of the rehearsal, or to the start itself if production did not say.
 */
export function recordOf(ran: RehearsalRun): Rehearsal {
  const { ending, found, to, startedAt, changedAt } = ran
  const until = found.database?.until
  const goal = to ?? changedAt ?? startedAt
  return {
    version: 1,
    name: ran.run,
    environment: ran.environment,
    startedAt: startedAt.toISOString(),
    endedAt: ran.endedAt.toISOString(),
    verdict: ending.outcome === 'done' ? 'green' : 'red',
    faults: ending.outcome === 'done' ? [] : ending.error.message.split('\n').filter(Boolean),
    unproven: ending.outcome === 'done' ? ending.value : [],
    to: to?.toISOString() ?? null,
    backup: found.backup ?? null,
    database: found.database ? { from: found.database.from, until: found.database.until } : null,
    release: found.release ?? null,
    phases: ran.watch.times(),
    rtoMs: found.readyMs ?? null,
    rpoMs: until ? Math.max(0, goal.getTime() - Date.parse(until)) : null,
  }
}

/** What is kept of a rehearsal from its start, until its outcome takes the place: one that is killed stays red. */
export function begunRecord(begun: Pick<RehearsalRun, 'run' | 'environment' | 'startedAt' | 'to'>): Rehearsal {
  const unfinished = new Failure(
    'incomplete',
    'elle a commencé et n’a pas fini : elle est en cours, ou a été interrompue',
    {
      hint: `tiptop runs list ${begun.environment} dit si elle tourne encore ; sinon : tiptop rehearse ${begun.environment}`,
    },
  )
  const ending = { outcome: 'failed' as const, error: unfinished }
  return recordOf({
    ...begun,
    ending,
    found: {},
    watch: { times: () => ({}) },
    endedAt: begun.startedAt,
    changedAt: null,
  })
}

/** Returns the notice of a red rehearsal for the people on call; null for a green one. */
export function redNotice(record: Rehearsal): Notice | null {
  if (record.verdict === 'green') return null
  return {
    severity: 'alert',
    subject: `[${record.environment}] la répétition de restauration est rouge`,
    text: [
      'Si ce serveur était perdu maintenant, la procédure échouerait ainsi :',
      ...record.faults.map(fault => `  ${fault}`),
      `Déroulement : tiptop runs show ${record.name}`,
      `La refaire : tiptop rehearse ${record.environment} --identity <clé privée>`,
    ].join('\n'),
  }
}

/** Returns what the operator reads of a rehearsal, in French. */
export function rehearsalLines({
  backup,
  database,
  release,
  rtoMs,
  rpoMs,
  faults,
  phases,
  unproven = [],
}: Rehearsal): string {
  const figure = (ms: number | null) => (ms === null ? 'pas mesuré' : durationWords(ms))
  const source = database?.from === 'physical' ? 'copie physique et WAL rejoué' : 'copie de la nuit'
  const times = Object.entries(phases).map(
    ([phase, ms]) => `${WORDS[phase as keyof typeof WORDS]} ${durationWords(ms)}`,
  )
  return [
    ...(backup ? [`Sauvegarde  ${backup.name}, de ${backup.store}`] : []),
    ...(database ? [`Base        ${source}, jusqu’à ${utcSecond(database.until)}`] : []),
    ...(release ? [`Version     ${release}`] : []),
    `RTO         ${figure(rtoMs)}${times.length ? ` (${times.join(', ')})` : ''}`,
    `RPO         ${figure(rpoMs)}`,
    ...faults.map(fault => `✗ ${fault}`),
    ...unproven.map(said => `! ${said}`),
    '',
  ].join('\n')
}

const WORDS: Record<keyof Required<Rehearsal['phases']>, string> = {
  fetch: 'rapatriement',
  configuration: 'configuration',
  images: 'images',
  database: 'base',
  start: 'démarrage',
  verification: 'essais',
  after: 'données',
}
