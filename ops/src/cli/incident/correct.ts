import type { Environment } from '../../environment/environment.ts'
import { noteCorrected, planCorrection } from '../../incident/correction.ts'
import { DAY_MS } from '../../time/duration.ts'
import { dateText } from '../../time/words.ts'
import { answer } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { openDesk } from './desk.ts'
import type { FollowOptions } from './follow.ts'

export type PlanOptions = FollowOptions & { owner?: string; until?: string }
export type CorrectedOptions = FollowOptions & { note: string }

const WEEK_MS = 7 * DAY_MS

/** Plans the correction of an incident. @throws UsageError when the day is no date */
export async function planNow(tools: CliTools, environment: Environment, what: string, options: PlanOptions) {
  const { owner = tools.config.user, dryRun, json } = options
  const until = options.until ?? dateText(new Date(tools.now().getTime() + WEEK_MS))
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until)))
    throw new UsageError(`--until ${until} : un jour comme 2026-11-28.`)
  const desk = await openDesk(tools, environment, dryRun)
  const correction = await planCorrection(desk, { what, owner, until })
  const done = `tiptop incident corrected ${environment} ${correction.incident}`
  const text = `✓ Prévu pour le ${until}, par ${owner}. La salle de contrôle le montre jusqu’à : ${done}\n`
  answer(tools, json, { correction }, text)
}

/** Notes that a planned correction is made. */
export async function correctedNow(
  tools: CliTools,
  environment: Environment,
  named: string | undefined,
  { note, dryRun, json }: CorrectedOptions,
) {
  const desk = await openDesk(tools, environment, dryRun)
  const correction = await noteCorrected(desk, { named: named ?? null, text: note })
  answer(tools, json, { correction }, `✓ ${correction.incident} est corrigé : ${correction.what}\n`)
}
