import type { BailiffOverview } from '@tiptop/contract/bailiff.ts'
import { request } from '../api-client.ts'

const TIMEOUT_MS = 15_000

export const bailiffApi = {
  overview: (signal: AbortSignal) =>
    request<BailiffOverview>(
      'GET',
      '/bailiff/overview',
      undefined,
      AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    ),
}
