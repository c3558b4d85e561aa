import { Worker } from 'node:worker_threads'
import type { DrawBatch, DrawnBatch, TicketBatch } from './draw-tickets.ts'

/**
 * A thread that draws and hashes codes while this one loads what was drawn: hashing takes a core of its own beside
 * PostgreSQL. Batches come back in the order in which they were asked for.
 */
export function openDrawThread(pepper: string): { draw: DrawBatch; close(): Promise<unknown> } {
  const worker = new Worker(new URL('draw-worker.ts', import.meta.url), {
    workerData: { pepper },
    // Batches are short-lived: by default the thread would let ten million codes pile up before collecting garbage.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  })
  const waiting: PromiseWithResolvers<DrawnBatch>[] = []
  let ended: Error | undefined
  const fail = (error: Error) => {
    ended ??= error
    for (const batch of waiting.splice(0)) batch.reject(ended)
  }
  worker.on('message', (drawn: DrawnBatch) => waiting.shift()?.resolve(drawn))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('The thread that draws codes has ended.')))
  return {
    draw: (batch: TicketBatch) => {
      if (ended) return Promise.reject(ended)
      const answer = Promise.withResolvers<DrawnBatch>()
      waiting.push(answer)
      worker.postMessage(batch)
      return answer.promise
    },
    close: () => worker.terminate(),
  }
}
