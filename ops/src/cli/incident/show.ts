import { rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readDiagrams } from '../../diagrams/diagrams.ts'
import type { Environment } from '../../environment/environment.ts'
import type { Incident } from '../../incident/incident.ts'
import { listIncidents } from '../../incident/incidents.ts'
import { asMarkdown } from '../../incident/report/markdown.ts'
import { reportPage } from '../../incident/report/page.ts'
import { inSpan, reportOf } from '../../incident/report/report.ts'
import { runsDuring } from '../../incident/report/timeline.ts'
import { listRuns } from '../../runs/runs.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { lateLines } from './follow.ts'

export type ReportOptions = { html?: string; markdown?: string }

export async function listNow({ config, out, now }: CliTools, environment: Environment, { json }: { json?: true }) {
  const incidents = await listIncidents(config.homeOf(environment))
  if (json) return out(`${JSON.stringify(incidents, null, 2)}\n`)
  const lines = incidents.flatMap(incident => [lineOf(incident, now()), ...lateLines(incident, now())])
  out(lines.length ? `${lines.join('\n')}\n` : `Aucun incident en ${environment}.\n`)
}

function lineOf({ name, severity, title, openedAt, restoredAt, closedAt, since }: Incident, now: Date): string {
  const lasted = inSpan(Date.parse(restoredAt ?? closedAt ?? now.toISOString()) - Date.parse(since))
  const state = closedAt ? 'fermé' : 'OUVERT'
  return `${openedAt.slice(0, 16).replace('T', ' ')}  ${severity}  ${state.padEnd(6)}  ${lasted.padStart(9)}  ${name}  ${title}`
}

export async function reportNow(
  { config, out, now }: CliTools,
  environment: Environment,
  name: string | undefined,
  options: ReportOptions,
) {
  const home = config.homeOf(environment)
  const incident = pick(await listIncidents(home), name, environment)
  const all = await listRuns(home.runs)
  const runs = runsDuring(all, incident.since, incident.closedAt ?? now().toISOString()).reverse()
  const report = reportOf({ incident, runs, now: now() })
  const files = [
    ...(options.markdown ? [[options.markdown, asMarkdown(report)]] : []),
    ...(options.html ? [[options.html, reportPage(report, { incident, runs, diagrams: await readDiagrams() })]] : []),
  ] as [string, string][]
  for (const [file, text] of files) {
    const path = resolve(file)
    await writeFile(`${path}.tmp`, text)
    await rename(`${path}.tmp`, path)
    out(`${path}\n`)
  }
  if (!files.length) out(asMarkdown(report))
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
