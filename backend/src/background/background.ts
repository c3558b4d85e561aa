import type { FastifyBaseLogger } from 'fastify'

/** Work that nobody waits for: its answer is out already, so how long it takes tells nothing. */
export type Background = ReturnType<typeof openBackground>

/** Runs work behind the answers. What fails is logged by name and message only: a mail's text holds a link. */
export function openBackground(log: FastifyBaseLogger) {
  const running = new Set<Promise<void>>()
  return {
    run(name: string, work: () => Promise<void>): void {
      const task = work()
        .catch((error: Error) => log.error({ work: name, reason: error.message }, 'work behind an answer failed'))
        .finally(() => running.delete(task))
      running.add(task)
    },
    /** Resolves once nothing runs any more, so that leaving loses no mail. */
    settled: async (): Promise<void> => void (await Promise.all(running)),
  }
}
