import type { FastifyBaseLogger } from 'fastify'

/** Work that no request waits for: its answer has been sent, so the time it takes reveals nothing. */
export type Background = ReturnType<typeof openBackground>

declare module 'fastify' {
  interface FastifyInstance {
    /** the one queue of this process */
    background: Background
  }
}

/** Runs work after the answers. A failure is logged by name and message only, because a mail's text holds a link. */
export function openBackground(log: FastifyBaseLogger) {
  const running = new Set<Promise<void>>()
  const pauses = new Set<() => void>()
  return {
    run(name: string, work: () => Promise<void>): void {
      const task = work()
        .catch((error: Error) => log.error({ work: name, reason: error.message }, 'work behind an answer failed'))
        .finally(() => running.delete(task))
      running.add(task)
    },
    /** Lets work wait for so many milliseconds, but no longer than until the queue is to settle. */
    pause(ms: number): Promise<void> {
      return new Promise(resolve => {
        const end = () => {
          clearTimeout(timer)
          pauses.delete(end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        pauses.add(end)
      })
    },
    /** Resolves once nothing runs any more, so that no mail is lost when the process ends. */
    async settled(): Promise<void> {
      for (const end of pauses) end()
      await Promise.all(running)
    },
  }
}
