import type { Run, StepRun } from '../../runs/runs.ts'
import { stateWords } from '../../runs/timeline.ts'
import { clockMinute } from '../../time/words.ts'
import type { Incident, IncidentLine } from '../incident.ts'

/** One thing that happened during an incident. `decision`: a person chose. */
export type TimelineMoment = { at: string; said: string; kind: 'fact' | 'decision' | 'fault' }

const NAMES: Record<string, string> = {
  deploy: 'déploiement',
  rollback: 'retour en arrière',
  restore: 'restauration',
  revert: 'annulation de commits',
  'maintenance-on': 'fermeture du site',
  'maintenance-off': 'réouverture du site',
  backup: 'point de retour',
  nightly: 'sauvegarde de la nuit',
}

/** What happened, in order: the incident's own lines, and the runs on its environment meanwhile. */
export function timelineOf({ lines }: Pick<Incident, 'lines'>, runs: Run[]): TimelineMoment[] {
  const moments = [...lines.flatMap((line, at) => momentsOf(line, lines.slice(0, at))), ...runs.flatMap(momentsOfRun)]
  return moments.sort((a, b) => a.at.localeCompare(b.at))
}

/** The runs that were at work between these moments. */
export function runsDuring(runs: Run[], from: string, until: string): Run[] {
  const endOf = ({ startedAt, ms }: Run) => new Date(Date.parse(startedAt) + (ms ?? 0)).toISOString()
  return runs.filter(run => run.startedAt <= until && endOf(run) >= from)
}

function momentsOf(line: IncidentLine, before: IncidentLine[]): TimelineMoment[] {
  const moment = (said: string, kind: TimelineMoment['kind'] = 'fact') => [{ at: line.at, said, kind }]
  switch (line.kind) {
    case 'opened':
      return [
        ...(line.since < line.at ? [{ at: line.since, said: 'début constaté', kind: 'fault' as const }] : []),
        ...moment(`incident ouvert par ${line.by}, ${line.severity} : ${line.title}`),
      ]
    case 'graded':
      return moment(`passe en ${line.severity} par ${line.by} : ${line.because}`, 'decision')
    case 'noted':
      return moment(`${line.by} : ${line.text}`, line.decision ? 'decision' : 'fact')
    case 'diagnosed':
      return moment(`diagnostic : ${line.said.findLast(said => said.startsWith('→'))?.slice(2) ?? line.decision}`)
    case 'told':
      return moment(toldWords(line))
    case 'escalated':
      return moment(`second niveau appelé par ${line.by} : ${line.because}`, 'decision')
    case 'looked':
      return lookMoment(line, before)
    case 'stable':
      return line.minutes ? moment(stableWords(line)) : [{ at: line.from, said: 'de nouveau en état', kind: 'fact' }]
    case 'planned':
      return moment(`correction prévue pour le ${line.until} par ${line.owner} : ${line.what}`, 'decision')
    case 'corrected':
      return moment(`correction faite, noté par ${line.by} : ${line.text}`)
    case 'counted':
      return []
    case 'closed':
      return moment(`incident fermé par ${line.by} : ${line.text}`, 'decision')
  }
}

function stableWords({ minutes, from }: Extract<IncidentLine, { kind: 'stable' }>): string {
  return `stable pendant ${minutes.toLocaleString('fr-FR')} min, sans une faute depuis ${clockMinute(from)}`
}

function toldWords({ level, subject, unsent }: Extract<IncidentLine, { kind: 'told' }>): string {
  const whom = level === 2 ? 'au second niveau' : 'à l’astreinte'
  const failed = unsent.length ? ` (non remis : ${unsent.join(' ; ')})` : ''
  return `avis ${whom} : ${subject}${failed}`
}

/** Among hundreds of looks, only those at which something changed appear. */
function lookMoment(line: Extract<IncidentLine, { kind: 'looked' }>, before: IncidentLine[]): TimelineMoment[] {
  const last = before.findLast((one): one is typeof line => one.kind === 'looked')
  if (!line.well && (last?.well ?? true)) return [{ at: line.at, said: `faute observée : ${line.said}`, kind: 'fault' }]
  if (line.well && last?.well === false) return [{ at: line.at, said: 'de nouveau en état', kind: 'fact' }]
  return last ? [] : [{ at: line.at, said: 'l’observation commence', kind: 'fact' }]
}

function momentsOfRun(run: Run): TimelineMoment[] {
  const name = NAMES[run.procedure] ?? run.procedure
  const begun: TimelineMoment = { at: run.startedAt, said: `${name} par ${run.by} (${run.name})`, kind: 'fact' }
  if (run.ms === null) return [begun]
  const at = new Date(Date.parse(run.startedAt) + run.ms).toISOString()
  const reason = run.reason ? ` : ${run.reason.split('\n')[0]}` : ''
  const said = `${name} ${stateWords[run.state]}${reason}`
  return [begun, { at, said, kind: run.state === 'done' ? 'fact' : 'fault' }]
}

/** How long runs kept the site closed behind its maintenance page between two moments, in milliseconds. */
export function closedTime(runs: Run[], from: string, until: string): number {
  const switches = runs
    .flatMap(({ steps }) => steps)
    .flatMap((step): { at: number; on: boolean }[] => {
      const on = doorOf(step)
      return on === null || step.state !== 'done' ? [] : [{ at: Date.parse(step.startedAt) + (step.ms ?? 0), on }]
    })
    .sort((a, b) => a.at - b.at)
  const [start, end] = [Date.parse(from), Date.parse(until)]
  let [total, since] = [0, null as number | null]
  for (const { at, on } of [...switches, { at: end, on: false }]) {
    if (on) since ??= at
    if (on || since === null) continue
    total += Math.max(0, Math.min(at, end) - Math.max(since, start))
    since = null
  }
  return total
}

/** Whether a step closes the site (true), opens it (false), or does neither (null). */
function doorOf({ title }: StepRun): boolean | null {
  if (/^(Montrer|Mettre) la page de maintenance/.test(title)) return true
  return /^(Rouvrir le site|Retirer la page de maintenance)|rouvrir le site$/.test(title) ? false : null
}
