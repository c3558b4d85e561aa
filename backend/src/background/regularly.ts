import type { FastifyBaseLogger } from 'fastify'

type RegularWork = {
  name: string
  everyMs: number
  /** when the first run begins; after `everyMs` unless given */
  firstMs?: number
  /** `stop` is aborted when the work is to end: a long run ends after the batch at work */
  run(stop: AbortSignal): Promise<unknown>
}

/**
 * Repeats this work, one run at a time, without keeping the process alive. A failed run is tried again at the next
 * turn; a failure is logged once, until a run succeeds again.
 * @returns `turn` runs it now, or once more if it runs already; `end` ends it and resolves once nothing runs any more
 */
export function regularly(
  { name, everyMs, firstMs = everyMs, run }: RegularWork,
  log: Pick<FastifyBaseLogger, 'error'>,
): { turn(): void; end(): Promise<void> } {
  const stop = new AbortController()
  let running: Promise<void> | null = null
  let failing = false
  let again = false
  const settle = async () => {
    try {
      await run(stop.signal)
      failing = false
    } catch (error) {
      if (!failing) log.error({ work: name, reason: (error as Error).message }, 'regular work failed')
      failing = true
    }
    running = null
    if (again && !stop.signal.aborted) turn()
  }
  const turn = () => {
    again = running !== null
    running ??= settle()
  }
  let timer = setTimeout(() => {
    turn()
    timer = setInterval(turn, everyMs).unref()
  }, firstMs).unref()
  const end = async () => {
    stop.abort()
    clearTimeout(timer)
    await running
  }
  return { turn, end }
}
