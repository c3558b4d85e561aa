import { performance } from 'node:perf_hooks'

/** What a probe saw, when, and how long it took; or why it could not see. */
export type ProbeResult<T> = { at: string; ms: number } & ({ seen: T } | { unknown: string })

/**
 * Gives a probe its time. One that fails or is late saw nothing, and says why; nobody waits for it any longer.
 * Never throws.
 */
export async function runProbe<T>(
  { limitMs, now }: { limitMs: number; now(): Date },
  probe: (signal: AbortSignal) => Promise<T>,
): Promise<ProbeResult<T>> {
  const at = now().toISOString()
  const startedAt = performance.now()
  const stop = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new Error(`pas fini en ${Math.round(limitMs / 1000)} s`)
    stop.abort(error)
    late.reject(error)
  }, limitMs)
  const took = () => Math.round(performance.now() - startedAt)
  try {
    const seen = await Promise.race([probe(stop.signal), late.promise])
    return { at, ms: took(), seen }
  } catch (error) {
    return { at, ms: took(), unknown: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** What was seen; null when nothing could be. */
export function seenIn<T>(look: ProbeResult<T>): T | null {
  return 'seen' in look ? look.seen : null
}
