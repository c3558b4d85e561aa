import { readSecret, type Target } from '../../environment/target.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import {
  expectReady,
  readGate,
  readTask,
  type Sonar,
  SonarError,
  type SonarGate,
  scan,
  waitForAnalysis,
} from '../../tools/sonar.ts'
import { expectHarmlessSettings } from './scanner-settings.ts'

/** One measure that the gate looks at. `limit` reads `au moins 80` or `au plus 3`. */
type QualityCondition = { measure: string; value: string; limit: string; met: boolean }

/** What the analysis says of a commit. `reason`: one French sentence for the operator. */
type QualityVerdict =
  | { state: 'passed'; conditions: QualityCondition[]; url: string }
  | { state: 'failed'; conditions: QualityCondition[]; url: string; reason: string }
  | { state: 'unknown'; conditions: []; url: string; reason: string }

/** Where SonarQube analyses this product, and the token that it takes. */
export type SonarProject = { url: string; project: string; token: string }

/** What an environment's settings and secrets say of SonarQube; null where it does without. */
export async function sonarOf({ home, settings }: Target): Promise<SonarProject | null> {
  const { SONAR_URL: url, SONAR_PROJECT: project } = settings
  return url ? { url, project, token: await readSecret(home, 'sonar-token') } : null
}

export type QualityAnalysis = SonarProject & {
  /** the extracted commit, in which the scanner works */
  checkout: string
  /** what the analysis is called in SonarQube, the commit when there is no version */
  version?: string
  signal: AbortSignal
  tell: (detail: string) => void
}

/** SonarQube works an analysis out within seconds, minutes when others wait before it. */
const PATIENCE = { everyMs: 5_000, withinMs: 300_000 }

/**
 * Analyses a checkout and asks SonarQube for its gate. A red gate, a server that is down and a scanner that fails are
 * answers, not errors: quality warns and never stops a deployment. Throws only when `signal` asks to stop.
 */
export async function analyse(
  tools: { shell: Shell },
  asked: QualityAnalysis,
  patience = PATIENCE,
): Promise<QualityVerdict> {
  const { checkout, url, project, token, version = '', signal, tell } = asked
  const missing = whatIsMissing(asked)
  if (missing) return unknown(url, missing)
  const sonar: Sonar = { url, token, signal }
  let dashboard = url
  try {
    await expectHarmlessSettings(checkout)
    await expectReady(sonar)
    tell('analyse du code')
    await tools.shell.run(scan({ url, project, version }), { cwd: checkout, env: { SONAR_TOKEN: token }, signal })
    const task = await readTask(checkout)
    dashboard = task.dashboard || url
    tell('SonarQube calcule le résultat')
    const analysis = await waitForAnalysis(sonar, task, patience)
    return judgeQuality(await readGate(sonar, analysis), dashboard)
  } catch (error) {
    signal.throwIfAborted()
    return unknown(dashboard, whatWentWrong(error, token))
  }
}

/** What a gate means for us, with a sentence that names each measure that falls short. */
export function judgeQuality(gate: SonarGate, url: string): QualityVerdict {
  const conditions = gate.conditions.map(asCondition)
  if (gate.status === 'OK') return { state: 'passed', conditions, url }
  if (gate.status === 'NONE') return unknown(url, 'SonarQube n’a aucun seuil de qualité pour ce projet.')
  const short = conditions
    .filter(({ met }) => !met)
    .map(({ measure, value, limit }) => `${measure} ${value} (${limit})`)
  const reason = `Le seuil de qualité n’est pas atteint${short.length ? ` : ${short.join(', ')}` : ''}.`
  return { state: 'failed', conditions, url, reason }
}

const unknown = (url: string, reason: string): QualityVerdict => ({ state: 'unknown', conditions: [], url, reason })

function whatIsMissing({ url, project, token }: SonarProject): string | null {
  if (!url) return 'Pas d’analyse : SONAR_URL n’est pas réglé.'
  if (!project) return 'Pas d’analyse : SONAR_PROJECT n’est pas réglé.'
  return token ? null : 'Pas d’analyse : secrets/sonar-token est vide.'
}

/** The scanner's own words are kept; should one of them be the token, it is not. */
function whatWentWrong(error: unknown, token: string): string {
  if (error instanceof SonarError) return `${capital(error.message)}.`
  if (error instanceof CommandFailed && error.exitCode === 124) return 'Le scanner n’a pas fini à temps.'
  const message = error instanceof Error ? error.message : String(error)
  return `Le scanner a échoué : ${message.replaceAll(token, '•••')}`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const MEASURES: Record<string, string> = {
  coverage: 'couverture',
  new_coverage: 'couverture du nouveau code',
  duplicated_lines_density: 'duplication',
  new_duplicated_lines_density: 'duplication du nouveau code',
  violations: 'défauts',
  new_violations: 'défauts du nouveau code',
  new_security_hotspots_reviewed: 'points sensibles relus dans le nouveau code',
  new_reliability_rating: 'fiabilité du nouveau code',
  new_security_rating: 'sécurité du nouveau code',
  new_maintainability_rating: 'maintenabilité du nouveau code',
}

function asCondition({
  metricKey,
  status,
  comparator,
  errorThreshold = '',
  actualValue = '',
}: SonarGate['conditions'][0]) {
  const shown = (value: string) => (metricKey.endsWith('_rating') ? inLetters(value) : value.replace('.', ','))
  return {
    measure: MEASURES[metricKey] ?? metricKey,
    value: shown(actualValue) || 'sans valeur',
    // SonarQube says when a condition fails: below (LT) or above (GT) its threshold.
    limit: `${comparator === 'LT' ? 'au moins' : 'au plus'} ${shown(errorThreshold)}`,
    met: status !== 'ERROR',
  }
}

/** Ratings are numbers from 1 to 5 that SonarQube shows as letters, A being the best. */
function inLetters(value: string): string {
  return 'ABCDE'[Number.parseInt(value, 10) - 1] ?? value
}
