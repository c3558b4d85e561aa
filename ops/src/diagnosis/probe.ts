import { performance } from 'node:perf_hooks'
import { Failure } from '../failure.ts'
import { inFrench } from '../tools/system-errors.ts'

/** What a probe saw, when, and how long it took in milliseconds; or why it saw nothing. */
export type ProbeResult<T> = { at: string; ms: number } & ({ seen: T } | { unknown: string })

/**
 * Runs a probe within a time limit. A probe that fails or is late has seen nothing; the result says why, and does not
 * wait for it. Never throws.
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
    const error = new Failure('unreachable', `pas fini en ${Math.round(limitMs / 1000)} s`, { hint: null })
    stop.abort(error)
    late.reject(error)
  }, limitMs)
  const took = () => Math.round(performance.now() - startedAt)
  try {
    const seen = await Promise.race([probe(stop.signal), late.promise])
    return { at, ms: took(), seen }
  } catch (caught) {
    const error = inFrench(caught)
    return { at, ms: took(), unknown: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** Returns what was seen, or null if nothing was. */
export function seenIn<T>(look: ProbeResult<T>): T | null {
  return 'seen' in look ? look.seen : null
}
