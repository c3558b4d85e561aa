import type { DrawRequest, DrawState, WinnerIdentity } from '@tiptop/contract/grand-draw.ts'
import { type Answer, accountHeader, failureIn, request } from '../api-client.ts'
import { apiUrl } from '../api-url.ts'

const TIMEOUT_MS = 30_000

/** The requests of the two people who make the grand draw. Each may be sent twice. */
export const drawApi = {
  state: () => request<DrawState>('GET', '/draw'),
  freeze: () => request<DrawState>('POST', '/draw/freeze', {}),
  draw: (asked: DrawRequest) => request<DrawState>('POST', '/draw/draw', asked),
  winner: () => request<WinnerIdentity>('GET', '/draw/winner'),
  claim: (rank: number) => request<DrawState>('POST', '/draw/claim', { rank, identityChecked: true }),
  moveUp: (rank: number, reason: string) => request<DrawState>('POST', '/draw/next', { rank, reason }),
  minutes,
}

async function minutes(): Promise<Answer<Blob>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(`${apiUrl}/draw/minutes.pdf`, {
      credentials: 'include',
      headers: accountHeader(),
      signal,
    })
    if (!response.ok) return { ok: false, failure: await failureIn(await response.text()) }
    return { ok: true, value: await response.blob() }
  } catch {
    return { ok: false, failure: { kind: 'unreachable' } }
  }
}
