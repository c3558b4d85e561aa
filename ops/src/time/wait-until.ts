import { setTimeout as pause } from 'node:timers/promises'

type Looking = { everyMs: number; signal?: AbortSignal }

/**
 * Looks again and again, `everyMs` milliseconds apart, until there is something. Looks at least once, and once more when
 * the time is over.
 * @param look returns what it found; null or false as long as there is nothing
 * @returns what was found; null if there is nothing after `withinMs` milliseconds
 * @throws what looking throws; the signal's reason once it is aborted during a pause
 */
export function waitUntil<T>(
  look: () => Promise<T | null | false>,
  how: Looking & { withinMs: number },
): Promise<T | null>
export function waitUntil<T>(look: () => Promise<T | null | false>, how: Looking): Promise<T>
export async function waitUntil<T>(
  look: () => Promise<T | null | false>,
  { everyMs, withinMs = Number.POSITIVE_INFINITY, signal }: Looking & { withinMs?: number },
): Promise<T | null> {
  for (const deadline = performance.now() + withinMs; ; await rest(everyMs, signal)) {
    const isLast = performance.now() >= deadline
    const found = await look()
    if (found !== null && found !== false) return found
    if (isLast) return null
  }
}

/** Pauses so many milliseconds. @throws the signal's reason once it is aborted */
export async function rest(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, { ...(signal && { signal }) }).catch(error => {
    signal?.throwIfAborted()
    throw error
  })
}
