import { EXPORT_BYTES_HEADER, EXPORT_LAG_HEADER, EXPORT_ROWS_HEADER } from '@tiptop/contract/export-headers.ts'
import { accountHeader, type Failure, failureIn } from '../api-client.ts'
import { fileNameOf } from './file-name.ts'

/** `rows` and `expected` (bytes, an estimate) are null when the backend does not say. */
export type Progress = { received: number; expected: number | null; rows: number | null }

type Download =
  | { state: 'complete'; file: Blob; name: string; lagSeconds: number | null }
  | { state: 'cancelled' | 'interrupted' | 'stalled' }
  | { state: 'refused'; failure: Failure }

type DownloadOptions = { signal: AbortSignal; onProgress(progress: Progress): void; stalledAfterMs?: number }

/** Progress is reported this long after something arrived, with everything that has arrived by then. */
const TELL_EVERY_MS = 100

/**
 * Fetches a file, and returns it only if it is complete. Otherwise returns why not: cancelled by `signal`, cut off, or
 * stopped because nothing arrived for `stalledAfterMs` milliseconds.
 */
export async function download(url: string, options: DownloadOptions): Promise<Download> {
  const { signal, onProgress, stalledAfterMs = 60_000 } = options
  const stalled = new AbortController()
  let timer = setTimeout(() => stalled.abort(), stalledAfterMs)
  let telling: ReturnType<typeof setTimeout> | undefined
  let began = false
  try {
    const response = await fetch(url, {
      credentials: 'include',
      headers: accountHeader(),
      signal: AbortSignal.any([signal, stalled.signal]),
    })
    began = true
    if (!response.ok || !response.body) return { state: 'refused', failure: await failureIn(await response.text()) }
    const progress = {
      received: 0,
      expected: numberIn(response, EXPORT_BYTES_HEADER),
      rows: numberIn(response, EXPORT_ROWS_HEADER),
    }
    const parts: BlobPart[] = []
    const tell = () => {
      telling = undefined
      onProgress({ ...progress })
    }
    for await (const part of partsOf(response.body)) {
      clearTimeout(timer)
      timer = setTimeout(() => stalled.abort(), stalledAfterMs)
      parts.push(part)
      progress.received += part.byteLength
      telling ??= setTimeout(tell, TELL_EVERY_MS)
    }
    const file = new Blob(parts, { type: response.headers.get('content-type') ?? '' })
    const name = fileNameOf(response.headers.get('content-disposition'))
    return { state: 'complete', file, name, lagSeconds: numberIn(response, EXPORT_LAG_HEADER) }
  } catch {
    if (signal.aborted) return { state: 'cancelled' }
    if (stalled.signal.aborted) return { state: 'stalled' }
    return began ? { state: 'interrupted' } : { state: 'refused', failure: { kind: 'unreachable' } }
  } finally {
    clearTimeout(timer)
    clearTimeout(telling)
  }
}

/** Yields a stream part by part. (Not every browser can iterate over a stream.) */
async function* partsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

function numberIn(response: Response, header: string): number | null {
  const text = response.headers.get(header)
  return text && /^\d+$/.test(text) ? Number(text) : null
}
