/** What a restoration spends its time on, in its order. `after` is what is looked at once the service is there. */
export const phases = ['fetch', 'configuration', 'images', 'database', 'start', 'verification', 'after'] as const
type Phase = (typeof phases)[number]

/** Measures phases, also the one that fails. */
export type Stopwatch = {
  during<T>(phase: Phase, work: () => Promise<T>): Promise<T>
  /** milliseconds so far, of each phase that was begun */
  times(): Partial<Record<Phase, number>>
  /** milliseconds since it was started */
  total(): number
}

export function startStopwatch(): Stopwatch {
  const startedAt = performance.now()
  const spent = new Map<Phase, number>()
  const total = () => Math.round(performance.now() - startedAt)
  return {
    total,
    times: () => Object.fromEntries(spent),
    async during(phase, work) {
      const began = total()
      try {
        return await work()
      } finally {
        spent.set(phase, (spent.get(phase) ?? 0) + total() - began)
      }
    },
  }
}
