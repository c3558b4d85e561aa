import { readDiagrams } from '../../diagrams/diagrams.ts'
import type { Environment } from '../../environment/environment.ts'
import { durationOf, type Incident } from '../../incident/incident.ts'
import { listIncidents } from '../../incident/incidents.ts'
import { asMarkdown } from '../../incident/report/markdown.ts'
import { reportPage } from '../../incident/report/page.ts'
import { reportOf } from '../../incident/report/report.ts'
import { runsDuring } from '../../incident/report/timeline.ts'
import { listRuns } from '../../runs/runs.ts'
import { durationWords } from '../../time/duration.ts'
import { minuteText } from '../../time/words.ts'
import { answer, leaveFile } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import type { CommonOptions } from '../dialogue/options.ts'
import { lateLines } from './follow.ts'

export type IncidentListOptions = Pick<CommonOptions, 'json'>
export type ReportOptions = Pick<CommonOptions, 'json'> & { html?: string; markdown?: string }

/** Shows the incidents of an environment, the newest first. */
export async function listNow(tools: CliTools, environment: Environment, { json }: IncidentListOptions) {
  const [incidents, now] = [await listIncidents(tools.config.homeOf(environment)), tools.now()]
  const lines = incidents.flatMap(incident => [
    lineOf(incident, now),
    ...lateLines(incident, now),
    ...(incident.damage ? [`  ! ${incident.damage}`] : []),
  ])
  answer(tools, json, incidents, lines.length ? `${lines.join('\n')}\n` : `Aucun incident en ${environment}.\n`)
}

function lineOf(incident: Incident, now: Date): string {
  const { name, severity, title, openedAt, closedAt, detected } = incident
  const { ms, isLeast } = durationOf(incident, now)
  const lasted = `${isLeast ? '≥ ' : ''}${durationWords(ms)}`
  const state = closedAt ? 'fermé' : detected ? 'DÉTECTÉ' : 'OUVERT'
  return `${minuteText(openedAt)}  ${severity}  ${state.padEnd(7)}  ${lasted.padStart(9)}  ${name}  ${title}`
}

/** Writes the report of an incident into files, or shows it. @throws UsageError when no incident has this name */
export async function reportNow(
  tools: CliTools,
  environment: Environment,
  name: string | undefined,
  { html, markdown, json }: ReportOptions,
) {
  const [home, now] = [tools.config.homeOf(environment), tools.now()]
  const incident = pick(await listIncidents(home), name, environment)
  const all = await listRuns(home.runs)
  const runs = runsDuring(all, incident.since, incident.closedAt ?? now.toISOString()).reverse()
  const report = reportOf({ incident, runs, now })
  const files = [
    ...(markdown ? [await leaveFile(markdown, asMarkdown(report))] : []),
    ...(html ? [await leaveFile(html, reportPage(report, { incident, runs, diagrams: await readDiagrams() }))] : []),
  ]
  answer(
    tools,
    json,
    { incident, runs, report },
    files.length ? files.map(file => `${file}\n`).join('') : asMarkdown(report),
  )
}

function pick(incidents: Incident[], name: string | undefined, environment: Environment): Incident {
  const found = name === undefined ? incidents.slice(0, 1) : incidents.filter(one => one.name.startsWith(name))
  const [incident, second] = found
  if (!incident)
    throw new UsageError(
      name ? `Aucun incident de ${environment} ne s’appelle « ${name} ».` : `Aucun incident en ${environment}.`,
    )
  if (second && incident.name !== name)
    throw new UsageError(`« ${name} » désigne ${found.length} incidents : précisez.`)
  return incident
}
