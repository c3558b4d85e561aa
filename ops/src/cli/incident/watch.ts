import type { Environment } from '../../environment/environment.ts'
import { Failure } from '../../failure.ts'
import { watchStability, watchUnattended } from '../../incident/watch/watch-stability.ts'
import { openProgress } from '../../procedure/progress.ts'
import { durationWords } from '../../time/duration.ts'
import { answer } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { openDesk } from './desk.ts'
import type { FollowOptions } from './follow.ts'

export type WatchOptions = FollowOptions & { every: string; once?: true }

export async function watchNow(
  tools: CliTools,
  environment: Environment,
  { every, once, dryRun, json }: WatchOptions,
): Promise<void> {
  if (once) return lookNow(tools, environment, { dryRun, json })
  const seconds = Number(every)
  if (!(seconds >= 0.1 && seconds <= 60)) throw new UsageError(`--every ${every} : des secondes, de 0,1 à 60.`)
  const desk = await openDesk(tools, environment, dryRun)
  const stop = new AbortController()
  const leave = (signal: NodeJS.Signals) =>
    stop.abort(
      new Failure('stopped', `observation interrompue (${signal})`, {
        hint: 'La même commande la reprend où elle en est.',
      }),
    )
  process.on('SIGINT', leave).on('SIGTERM', leave)
  const startedAt = performance.now()
  const line = openProgress(tools.terminal).begin('step', '4.3/AW', 'Observer la stabilité')
  let last = ''
  try {
    const incident = await watchStability(desk, {
      everyMs: seconds * 1000,
      signal: stop.signal,
      onLook(steadyMs, wantedMs, fault) {
        // Whole minutes are enough for a log.
        const shown = tools.terminal.isTTY ? steadyMs : Math.floor(steadyMs / 60_000) * 60_000
        const said = fault ? `faute : ${fault}` : `${durationWords(shown)} sur ${durationWords(wantedMs)}`
        if (said !== last) line.tell(said)
        last = said
      },
    })
    line.end('done', performance.now() - startedAt)
    const close = `  Fermer : tiptop incident close ${environment}\n`
    answer(tools, json, { incident }, `✓ ${environment} est stable, la fin est annoncée (${incident.name}).\n${close}`)
  } catch (error) {
    line.end('failed', performance.now() - startedAt, (error as Error).message)
    throw error
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}

/** How often the timer looks. */
const TIMER_MS = 60_000

/** One look of a timer. Says nothing when there is nothing to watch. */
async function lookNow(tools: CliTools, environment: Environment, { dryRun, json }: FollowOptions): Promise<void> {
  const desk = await openDesk(tools, environment, dryRun)
  const seen = await watchUnattended(desk, { everyMs: TIMER_MS, signal: AbortSignal.timeout(TIMER_MS) })
  answer(tools, json, { environment, seen }, seen ? `${environment} : ${seen}\n` : '')
}
