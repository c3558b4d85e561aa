import { z } from 'zod'
import { type Environment, environments } from '../environment/environment.ts'
import { nodeShape as node } from '../procedure/journal.ts'
import { severities, ways } from './severity.ts'

const severity = z.enum(severities)
const at = z.iso.datetime()

/** One line of the journal of an incident: what happened, when, and who did it. */
export const lineShape = z.discriminatedUnion('kind', [
  z.object({
    at,
    kind: z.literal('opened'),
    incident: z.string(),
    environment: z.enum(environments),
    severity,
    title: z.string(),
    by: z.string(),
    /** when it began, which may have been noticed before it was opened */
    since: at,
    /** no person opened it: the program saw a fault by itself */
    detected: z.boolean().optional(),
  }),
  z.object({ at, kind: z.literal('graded'), severity, by: z.string(), because: z.string() }),
  z.object({ at, kind: z.literal('noted'), text: z.string(), by: z.string(), decision: z.boolean() }),
  z.object({
    at,
    kind: z.literal('diagnosed'),
    healthy: z.boolean(),
    decision: z.string(),
    path: z.array(node),
    command: z.string().nullable(),
    said: z.array(z.string()),
  }),
  z.object({
    at,
    kind: z.literal('told'),
    level: z.union([z.literal(1), z.literal(2)]),
    subject: z.string(),
    unsent: z.array(z.string()),
    /** whether it arrived by at least one way */
    reached: z.boolean().optional(),
    /** it was the notice of the end */
    ends: z.boolean().optional(),
  }),
  z.object({ at, kind: z.literal('escalated'), by: z.string(), because: z.string() }),
  z.object({ at, kind: z.literal('looked'), well: z.boolean(), said: z.string() }),
  z.object({ at, kind: z.literal('stable'), minutes: z.number(), from: at }),
  /** a correction that is to be made, by whom and until which day; it replaces the one planned before */
  z.object({
    at,
    kind: z.literal('planned'),
    what: z.string(),
    owner: z.string(),
    until: z.iso.date(),
    by: z.string(),
  }),
  z.object({ at, kind: z.literal('corrected'), text: z.string(), by: z.string() }),
  z.object({ at, kind: z.literal('counted'), requests: z.number(), errors: z.number(), closed: z.number() }),
  z.object({
    at,
    kind: z.literal('closed'),
    by: z.string(),
    text: z.string(),
    review: z.iso.date(),
    invitation: z.string().optional(),
  }),
])
export type IncidentLine = z.infer<typeof lineShape>
export type IncidentEvent = IncidentLine extends infer L ? (L extends IncidentLine ? Omit<L, 'at'> : never) : never

/** An incident, read from its journal. Open while `closedAt` is null. */
export type Incident = {
  name: string
  environment: (typeof environments)[number]
  /** the last grade that it was given */
  severity: (typeof severities)[number]
  /** the most severe grade that it ever had */
  worst: (typeof severities)[number]
  title: string
  by: string
  /** the program opened it by itself, and no person has taken it over yet */
  detected: boolean
  openedAt: string
  since: string
  /** when the service became stable for good; null until a watch has confirmed it, and after a relapse */
  restoredAt: string | null
  /** whether the service failed again after a watch had found it stable */
  relapsed: boolean
  closedAt: string | null
  lines: IncidentLine[]
  /** what its journal no longer says, in French; null if it is whole */
  damage: string | null
}

/** The line that opens an incident whose own line is lost: it counts as severe until a person grades it. */
export function openingOf(name: string, environment: Environment, at: string): IncidentLine {
  const said = { incident: name, title: 'titre perdu', by: 'inconnu', since: at }
  return { at, kind: 'opened', environment, severity: 'P1', ...said }
}

/** @returns null if the lines are not those of an incident, whose first line opens it */
export function incidentOf(lines: IncidentLine[], damage: string | null = null): Incident | null {
  const [opened] = lines
  if (opened?.kind !== 'opened') return null
  const { incident: name, environment, title, by, at: openedAt, since } = opened
  return {
    name,
    environment,
    title,
    by,
    openedAt,
    since,
    lines,
    damage,
    detected: Boolean(opened.detected) && !lines.some(({ kind }) => byPeople.has(kind)),
    severity: lastOf(lines, 'graded')?.severity ?? opened.severity,
    worst: gradesOf(lines).toSorted()[0] ?? opened.severity,
    restoredAt: restoredAt(lines),
    relapsed: lines.some((line, place) => line.kind === 'stable' && lines.slice(place + 1).some(isRelapse)),
    closedAt: lastOf(lines, 'closed')?.at ?? null,
  }
}

const byPeople = new Set<IncidentLine['kind']>(['graded', 'noted', 'escalated', 'closed'])

/** P1 sorts before P2. */
function gradesOf(lines: IncidentLine[]): Incident['severity'][] {
  return lines.flatMap(line => (line.kind === 'opened' || line.kind === 'graded' ? [line.severity] : []))
}

/** A calm that did not last restored nothing. */
function restoredAt(lines: IncidentLine[]): string | null {
  const place = lines.findLastIndex(({ kind }) => kind === 'stable')
  const stable = lines[place]
  return stable?.kind === 'stable' && !lines.slice(place + 1).some(isRelapse) ? stable.from : null
}

/** After a calm: a look or a diagnosis found a fault, or the second level was called. */
function isRelapse(line: IncidentLine): boolean {
  if (line.kind === 'looked') return !line.well
  return line.kind === 'diagnosed' ? !line.healthy : line.kind === 'escalated'
}

/** Several processes write to one journal, and their lines may overtake each other by as much. */
const DISORDER_MS = 5_000

/**
 * How long an incident lasted at least, if the clock went back while it did: the time between each line and the next,
 * without the steps back. Null if the clock was steady; its moments then say how long.
 */
export function leastDuration({ lines, since }: Pick<Incident, 'lines' | 'since'>): number | null {
  const moments = [since, ...lines.map(({ at }) => at)].map(at => Date.parse(at))
  const steps = moments.slice(1).map((at, place) => at - (moments[place] ?? at))
  return steps.some(step => step < -DISORDER_MS) ? steps.reduce((sum, step) => sum + Math.max(0, step), 0) : null
}

/** How long an incident has lasted, in milliseconds. `isLeast`: the clock went back meanwhile, and it may be longer. */
export function durationOf(incident: Incident, now: Date): { ms: number; isLeast: boolean } {
  const { since, restoredAt, closedAt } = incident
  const ms = Date.parse(restoredAt ?? closedAt ?? now.toISOString()) - Date.parse(since)
  const least = leastDuration(incident)
  return { ms: Math.max(ms, least ?? 0), isLeast: least !== null }
}

export function lastOf<Kind extends IncidentLine['kind']>(lines: IncidentLine[], kind: Kind) {
  return lines.findLast((line): line is Extract<IncidentLine, { kind: Kind }> => line.kind === kind)
}

/** Until when a decision has to be made; null if none is waited for, or if it has been made. */
export function decideBy({ lines, severity, closedAt, detected }: Incident): string | null {
  const { decideMinutes } = ways[severity]
  const graded = lines.findLast(line => line.kind === 'opened' || line.kind === 'graded')
  if (decideMinutes === null || closedAt || detected || !graded) return null
  const decided = lines.some(line => line.at >= graded.at && line.kind === 'noted' && line.decision)
  return decided ? null : new Date(Date.parse(graded.at) + decideMinutes * 60_000).toISOString()
}
