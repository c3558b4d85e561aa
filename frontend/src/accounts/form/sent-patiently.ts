import type { Answer } from '../../api-client.ts'

const TRIES = 5

type Patience = {
  /** called when a crowd is met, before the first wait */
  onCrowd(): void
  wait?(ms: number): Promise<unknown>
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/**
 * Sends a request again while the backend answers that too many people are signing in, after the time that it names and a
 * random part more: a crowd that came together does not come back together. Gives up after five tries.
 */
export async function sendPatiently<T>(
  send: () => Promise<Answer<T>>,
  { onCrowd, wait = pause }: Patience,
): Promise<Answer<T>> {
  for (let tries = 1; ; tries++) {
    const answer = await send()
    if (answer.ok || answer.failure.kind !== 'refused' || answer.failure.code !== 'sign-in-busy') return answer
    if (tries === TRIES) return answer
    onCrowd()
    await wait((answer.failure.retryAfterSeconds ?? 2) * 1000 * (1 + Math.random()))
  }
}
