import type { Environment } from '../../environment/environment.ts'
import { openIncidentOf } from '../../incident/desk.ts'
import { closeIncident, escalate, noteIncident, remind } from '../../incident/follow-incident.ts'
import { decideBy, type Incident, lastOf } from '../../incident/incident.ts'
import { remindOfReviews } from '../../incident/review/invite.ts'
import { nextSteps, type Severity } from '../../incident/severity.ts'
import { DAY_MS } from '../../time/duration.ts'
import { clockMinute } from '../../time/words.ts'
import { answer } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import type { CommonOptions } from '../dialogue/options.ts'
import { renewRoom } from '../dialogue/report.ts'
import { openDesk } from './desk.ts'

/** What every command that changes an incident is given. */
export type FollowOptions = Pick<CommonOptions, 'dryRun' | 'json'>
export type NoteOptions = FollowOptions & { decision?: true; severity?: Severity }
export type CloseOptions = FollowOptions & { review?: string }

/** Adds a note to the open incident; a new severity shows the way that it leads to. */
export async function noteNow(tools: CliTools, environment: Environment, text: string, options: NoteOptions) {
  const desk = await openDesk(tools, environment, options.dryRun)
  const before = await openIncidentOf(desk)
  const severity = options.severity ?? null
  const incident = await noteIncident(desk, { text, decision: options.decision ?? false, severity })
  await remind(desk, incident)
  const regraded = incident.severity !== before.severity
  const next = regraded ? nextSteps(environment, incident.severity, null) : []
  const lines = [
    `✓ noté dans ${incident.name}`,
    ...lateLines(incident, tools.now()),
    ...(regraded ? ['Et maintenant :', ...next.map(step => `  ${step}`)] : []),
  ]
  answer(tools, options.json, { incident, next }, `${lines.join('\n')}\n`)
}

export async function escalateNow(tools: CliTools, environment: Environment, because: string, options: FollowOptions) {
  const incident = await escalate(await openDesk(tools, environment, options.dryRun), because)
  answer(tools, options.json, { incident }, `✓ second niveau appelé (${incident.name})\n`)
}

/** @throws UsageError when the day of the review is no date */
export async function closeNow(tools: CliTools, environment: Environment, text: string, options: CloseOptions) {
  const { review, dryRun, json } = options
  if (review !== undefined && !/^\d{4}-\d\d-\d\d$/.test(review))
    throw new UsageError(`--review ${review} : un jour comme 2026-11-28.`)
  const inFiveDays = new Date(tools.now().getTime() + 5 * DAY_MS).toISOString().slice(0, 10)
  const day = review ?? inFiveDays
  const desk = await openDesk(tools, environment, dryRun)
  const incident = await closeIncident(desk, { text, review: day })
  if (!dryRun) await renewRoom(tools, desk.target.home)
  const unplanned = incident.severity === 'P3' && !incident.lines.some(({ kind }) => kind === 'planned')
  const report = `tiptop incident report ${environment}`
  const lines = [
    `✓ ${incident.name} est fermé.`,
    `  Revue le ${day}. Le compte rendu : ${report}`,
    `  L’invitation : ${lastOf(incident.lines, 'closed')?.invitation}`,
    ...(unplanned ? [`  ! Aucune correction n’est prévue : tiptop incident plan ${environment} "la correction"`] : []),
  ]
  answer(tools, json, { incident, review: day }, `${lines.join('\n')}\n`)
}

/** Says nothing when no decision is late: it is for a timer. */
export async function remindNow(tools: CliTools, environment: Environment, { dryRun, json }: FollowOptions) {
  const desk = await openDesk(tools, environment, dryRun)
  const incident = await desk.journal.standing()
  const reminded = incident !== null && (await remind(desk, incident))
  const reviews = await remindOfReviews(desk)
  const lines = [
    ...(reminded ? [`Rappelé : ${incident.name} attend une décision.\n`] : []),
    ...reviews.map(name => `Rappelé : la revue de ${name} est aujourd’hui.\n`),
  ]
  answer(tools, json, { incident: incident?.name ?? null, reminded, reviews }, lines.join(''))
}

/** The line that an operator reads about a decision that is waited for; none where no decision is. */
export function lateLines(incident: Incident, now: Date): string[] {
  const limit = decideBy(incident)
  if (!limit) return []
  const late = now.toISOString() >= limit
  const said = late
    ? `DÉCISION ATTENDUE depuis ${clockMinute(limit)} UTC`
    : `Décision attendue avant ${clockMinute(limit)} UTC`
  return [`  ! ${said} : tiptop incident note ${incident.environment} --decision "…"`]
}
