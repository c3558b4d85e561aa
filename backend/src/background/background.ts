import type { FastifyBaseLogger } from 'fastify'

/** Work that no request waits for: its answer has been sent, so the time it takes reveals nothing. */
type Background = ReturnType<typeof openBackground>

declare module 'fastify' {
  interface FastifyInstance {
    /** the one queue of this process */
    background: Background
  }
}

/** Runs work after the answers. A failure is logged by name and message only, because a mail's text holds a link. */
export function openBackground(log: FastifyBaseLogger) {
  const running = new Set<Promise<void>>()
  return {
    run(name: string, work: () => Promise<void>): void {
      const task = work()
        .catch((error: Error) => log.error({ work: name, reason: error.message }, 'work behind an answer failed'))
        .finally(() => running.delete(task))
      running.add(task)
    },
    /** Resolves once nothing runs any more, so that no mail is lost when the process ends. */
    settled: async (): Promise<void> => void (await Promise.all(running)),
  }
}
