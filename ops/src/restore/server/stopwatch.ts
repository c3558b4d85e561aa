/** What a restoration spends its time on, in order. `after` is what is checked once the service is up. */
export const phases = ['fetch', 'configuration', 'images', 'database', 'start', 'verification', 'after'] as const
type RestorePhase = (typeof phases)[number]

/** Measures phases, including one that fails. */
export type Stopwatch = {
  during<T>(phase: RestorePhase, work: () => Promise<T>): Promise<T>
  /** milliseconds so far, for each phase that has begun */
  times(): Partial<Record<RestorePhase, number>>
  /** milliseconds since the start */
  total(): number
}

export function startStopwatch(): Stopwatch {
  const startedAt = performance.now()
  const spent = new Map<RestorePhase, number>()
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
