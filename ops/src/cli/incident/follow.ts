import type { Environment } from '../../environment/environment.ts'
import { openIncidentOf } from '../../incident/desk.ts'
import { closeIncident, escalate, noteIncident, remind } from '../../incident/follow-incident.ts'
import { decideBy, type Incident } from '../../incident/incident.ts'
import { openOne } from '../../incident/incidents.ts'
import { nextSteps, type Severity } from '../../incident/severity.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { openDesk } from './desk.ts'

export type NoteOptions = { decision?: true; severity?: Severity }
export type CloseOptions = { review?: string }

const DAY_MS = 86_400_000

export async function noteNow(tools: CliTools, environment: Environment, text: string, options: NoteOptions) {
  const desk = await openDesk(tools, environment)
  const before = await openIncidentOf(desk)
  const severity = options.severity ?? null
  const incident = await noteIncident(desk, { text, decision: options.decision ?? false, severity })
  await remind(desk, incident)
  const regraded = incident.severity !== before.severity
  const next = regraded
    ? ['Et maintenant :', ...nextSteps(environment, incident.severity, null).map(step => `  ${step}`)]
    : []
  tools.out(`${[`✓ noté dans ${incident.name}`, ...lateLines(incident, tools.now()), ...next].join('\n')}\n`)
}

export async function escalateNow(tools: CliTools, environment: Environment, because: string): Promise<void> {
  const { name } = await escalate(await openDesk(tools, environment), because)
  tools.out(`✓ second niveau appelé (${name})\n`)
}

export async function closeNow(tools: CliTools, environment: Environment, text: string, { review }: CloseOptions) {
  if (review !== undefined && !/^\d{4}-\d\d-\d\d$/.test(review))
    throw new UsageError(`--review ${review} : un jour comme 2026-11-28.`)
  const inFiveDays = new Date(tools.now().getTime() + 5 * DAY_MS).toISOString().slice(0, 10)
  const day = review ?? inFiveDays
  const { name } = await closeIncident(await openDesk(tools, environment), { text, review: day })
  const lines = [`✓ ${name} est fermé.`, `  Revue le ${day}. Le compte rendu : tiptop incident report ${environment}`]
  tools.out(`${lines.join('\n')}\n`)
}

/** Says nothing when nobody waits: it is for a timer. */
export async function remindNow(tools: CliTools, environment: Environment): Promise<void> {
  const desk = await openDesk(tools, environment)
  const incident = await openOne(desk.target.home)
  if (incident && (await remind(desk, incident))) tools.out(`Rappelé : ${incident.name} attend une décision.\n`)
}

/** What an operator is told about a decision that is waited for. */
export function lateLines(incident: Incident, now: Date): string[] {
  const limit = decideBy(incident)
  if (!limit) return []
  const late = now.toISOString() >= limit
  const said = late
    ? `DÉCISION ATTENDUE depuis ${limit.slice(11, 16)} UTC`
    : `Décision attendue avant ${limit.slice(11, 16)} UTC`
  return [`  ! ${said} : tiptop incident note ${incident.environment} --decision "…"`]
}
