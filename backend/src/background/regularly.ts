import type { FastifyBaseLogger } from 'fastify'

type Work = { name: string; everyMs: number; run(): Promise<unknown> }

/**
 * Does this work again and again, one run at a time, without keeping the process alive. The next run follows a failed
 * one; a failure is logged once, until a run succeeds again.
 * @returns what ends it: it resolves once nothing runs any more
 */
export function regularly({ name, everyMs, run }: Work, log: Pick<FastifyBaseLogger, 'error'>): () => Promise<void> {
  let running: Promise<void> | null = null
  let failing = false
  const settle = async () => {
    try {
      await run()
      failing = false
    } catch (error) {
      if (!failing) log.error({ work: name, reason: (error as Error).message }, 'regular work failed')
      failing = true
    }
    running = null
  }
  const timer = setInterval(() => {
    running ??= settle()
  }, everyMs).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
