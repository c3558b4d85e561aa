import type { Ending } from '../procedure/procedure.ts'
import type { Seen } from '../restore/server/rebuild.ts'
import type { Stopwatch } from '../restore/server/stopwatch.ts'
import { durationWords } from '../time/duration.ts'
import { utcSecond } from '../time/words.ts'
import type { Notice } from '../tools/notices.ts'
import type { Rehearsal } from './record.ts'

type Ran = {
  run: string
  environment: Rehearsal['environment']
  ending: Ending<void>
  seen: Partial<Seen>
  watch: Pick<Stopwatch, 'times'>
  startedAt: Date
  endedAt: Date
  to: Date | null
  /** when production last changed, as far as it could be asked at the start */
  changedAt: Date | null
}

/**
 * What a rehearsal measured. RPO is what would be lost if the server were: from the newest transaction that came back to
 * the last one of production at the start of the rehearsal, or to the start itself when production could not be asked.
 */
export function recordOf(ran: Ran): Rehearsal {
  const { ending, seen, to, startedAt, changedAt } = ran
  const until = seen.database?.until
  const goal = to ?? changedAt ?? startedAt
  return {
    version: 1,
    name: ran.run,
    environment: ran.environment,
    startedAt: startedAt.toISOString(),
    endedAt: ran.endedAt.toISOString(),
    verdict: ending.outcome === 'done' ? 'green' : 'red',
    faults: ending.outcome === 'done' ? [] : ending.error.message.split('\n').filter(Boolean),
    to: to?.toISOString() ?? null,
    backup: seen.backup ?? null,
    database: seen.database ? { from: seen.database.from, until: seen.database.until } : null,
    release: seen.release ?? null,
    phases: ran.watch.times(),
    rtoMs: seen.readyMs ?? null,
    rpoMs: until ? Math.max(0, goal.getTime() - Date.parse(until)) : null,
  }
}

/** What the people on call are told of a rehearsal that is red; of a green one nothing. */
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

/** What a person reads of a rehearsal. */
export function rehearsalLines({ backup, database, release, rtoMs, rpoMs, faults, phases }: Rehearsal): string {
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
