import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { waitUntil } from '../time/wait-until.ts'
import type { ShellCommand } from './shell.ts'

/** Where SonarQube is, and the token that it knows. */
export type Sonar = { url: string; token: string; signal: AbortSignal }

/** SonarQube failed or refused; the message gives the reason to the operator, in French. */
export class SonarError extends Error {}

/** The time limit of one request. */
const REQUEST_MS = 10_000
/** A scan of this code takes a minute or two; an engine that hangs must not hold a deployment. */
const SCAN_SECONDS = 600

/** The file in which the scanner names the task that it submitted. */
const TASK_FILE = join('.scannerwork', 'report-task.txt')

/**
 * `sonar-scanner`, to be run in the checkout; the token travels in SONAR_TOKEN. The scanner starts Java as a child of
 * its own: `timeout` puts both in a group, which ends as one when time is over or when it is asked to.
 */
export function scan({ url, project, version }: { url: string; project: string; version: string }): ShellCommand {
  const require = createRequire(import.meta.url)
  const scanner = join(dirname(require.resolve('@sonar/scan/package.json')), 'bin', 'sonar-scanner.js')
  const properties = { 'host.url': url, projectKey: project, projectVersion: version, 'scanner.responseTimeout': '60' }
  const defined = Object.entries(properties).map(([name, value]) => `-Dsonar.${name}=${value}`)
  return ['timeout', '--kill-after=10', String(SCAN_SECONDS), process.execPath, scanner, ...defined]
}

/** A submitted analysis, and the page that shows it. */
type SonarTask = { id: string; dashboard: string }

/** Reads the task that the scanner submitted from the checkout. */
export async function readTask(checkout: string): Promise<SonarTask> {
  const text = await readFile(join(checkout, TASK_FILE), 'utf8').catch(() => '')
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.trim()
  const [id, dashboard] = [value('ceTaskId'), value('dashboardUrl')]
  if (!id) throw new SonarError('le scanner n’a déposé aucune analyse')
  return { id, dashboard: dashboard ?? '' }
}

/** Throws a {@link SonarError} unless SonarQube is up and takes our token. */
export async function expectReady(sonar: Sonar): Promise<void> {
  const { status } = await ask(sonar, '/api/system/status', z.object({ status: z.string() }))
  if (status !== 'UP') throw new SonarError(`SonarQube n’est pas prêt (${status})`)
  const { valid } = await ask(sonar, '/api/authentication/validate', z.object({ valid: z.boolean() }))
  if (!valid) throw new SonarError('SonarQube refuse le jeton (secrets/sonar-token)')
}

const taskAnswer = z.object({
  task: z.object({ status: z.string(), analysisId: z.string().optional(), errorMessage: z.string().optional() }),
})

/** Waits until SonarQube has computed the analysis, `withinMs` milliseconds at most. @returns the analysis' id */
export async function waitForAnalysis(
  sonar: Sonar,
  { id }: SonarTask,
  patience: { everyMs: number; withinMs: number },
): Promise<string> {
  const look = async () => {
    const { task } = await ask(sonar, `/api/ce/task?id=${encodeURIComponent(id)}`, taskAnswer)
    if (task.status === 'SUCCESS' && task.analysisId) return task.analysisId
    if (!['PENDING', 'IN_PROGRESS'].includes(task.status))
      throw new SonarError(`SonarQube n’a pas pu calculer l’analyse : ${task.errorMessage ?? task.status}`)
    return null
  }
  const found = await waitUntil(look, { ...patience, signal: sonar.signal })
  if (found) return found
  throw new SonarError(`SonarQube calcule encore après ${Math.round(patience.withinMs / 1000)} s`)
}

const gateAnswer = z.object({
  projectStatus: z.object({
    status: z.string(),
    conditions: z
      .array(
        z.object({
          metricKey: z.string(),
          status: z.string(),
          comparator: z.string().optional(),
          errorThreshold: z.string().optional(),
          actualValue: z.string().optional(),
        }),
      )
      .default([]),
  }),
})

/** The quality gate of an analysis, condition by condition. */
export type SonarGate = z.infer<typeof gateAnswer>['projectStatus']

/** Reads the quality gate of this analysis. */
export async function readGate(sonar: Sonar, analysis: string): Promise<SonarGate> {
  const path = `/api/qualitygates/project_status?analysisId=${encodeURIComponent(analysis)}`
  return (await ask(sonar, path, gateAnswer)).projectStatus
}

async function ask<T>({ url, token, signal }: Sonar, path: string, answer: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
  }).catch(error => {
    signal.throwIfAborted()
    throw new SonarError(`SonarQube ne répond pas sur ${url} (${whyUnreachable(error)})`)
  })
  if (response.status === 401 || response.status === 403)
    throw new SonarError(`SonarQube refuse le jeton (secrets/sonar-token) : ${response.status} sur ${path}`)
  if (!response.ok) throw new SonarError(`SonarQube répond ${response.status} sur ${path}`)
  const parsed = answer.safeParse(await response.json().catch(() => null))
  if (!parsed.success) throw new SonarError(`la réponse de ${path} n’est pas celle d’un SonarQube`)
  return parsed.data
}

function whyUnreachable(error: Error & { cause?: { code?: string } }): string {
  if (error.name === 'TimeoutError') return `rien en ${REQUEST_MS / 1000} s`
  return error.cause?.code ?? error.message
}
