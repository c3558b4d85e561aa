import { rest } from './wait-until.ts'

/**
 * Tries at once, then once more after each of these pauses, in milliseconds.
 * @param mayPass whether this failure is worth another try; each one, when not given
 * @throws the last failure; the signal's reason once it is aborted
 */
export async function retry<T>(
  act: () => Promise<T>,
  {
    pausesMs,
    mayPass = () => true,
    signal,
  }: { pausesMs: readonly number[]; mayPass?: (error: unknown) => boolean; signal?: AbortSignal },
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act()
    } catch (error) {
      signal?.throwIfAborted()
      const wait = pausesMs[tries]
      if (wait === undefined || !mayPass(error)) throw error
      await rest(wait, signal)
    }
  }
}
