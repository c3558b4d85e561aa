import { wayLines } from '../../diagnosis/words.ts'
import type { Environment } from '../../environment/environment.ts'
import { decideBy } from '../../incident/incident.ts'
import { openIncident } from '../../incident/open-incident.ts'
import { type Severity, ways } from '../../incident/severity.ts'
import { clockMinute } from '../../time/words.ts'
import { diagnoseNow } from '../diagnose.ts'
import { answer } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { renewRoom } from '../dialogue/report.ts'
import { openDesk } from './desk.ts'
import type { FollowOptions } from './follow.ts'

export type OpenOptions = FollowOptions & { severity: Severity; since?: string; diagnose: boolean }

export async function openNow(tools: CliTools, environment: Environment, title: string, options: OpenOptions) {
  const since = sinceOf(options.since, tools.now())
  const desk = await openDesk(tools, environment, options.dryRun)
  const look = options.diagnose ? () => diagnoseNow(tools, desk.target) : null
  const { incident, diagnosis, next } = await openIncident(desk, { severity: options.severity, title, since, look })
  if (!options.dryRun) await renewRoom(tools, desk.target.home)
  const limit = decideBy(incident)
  const { word, todo } = ways[incident.severity]
  const lines = [
    `✓ ${incident.name} : ${incident.severity}, ${word}. ${todo}`,
    ...(limit ? [`  Décision attendue avant ${clockMinute(limit)} UTC.`] : []),
    ...(diagnosis ? ['', ...wayLines(diagnosis)] : []),
    '',
    'Et maintenant :',
    ...next.map(step => `  ${step}`),
  ]
  answer(tools, options.json, { incident, diagnosis, next }, `${lines.join('\n')}\n`)
}

function sinceOf(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null
  const since = new Date(text)
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(since.getTime())
  if (isMoment && since <= now) return since
  throw new UsageError(`--since ${text} : un moment passé avec son fuseau, comme 2026-11-23T03:05Z.`)
}
