import { parentPort, workerData } from 'node:worker_threads'
import { drawTickets, type TicketBatch } from './draw-tickets.ts'

/** The other side of `draw-thread.ts`: what it drew is handed over, not copied. */
parentPort?.on('message', (batch: TicketBatch) => {
  const drawn = drawTickets(workerData.pepper, batch)
  const buffers = [drawn.rows.buffer, drawn.leaves.buffer, drawn.entries.buffer] as ArrayBuffer[]
  parentPort?.postMessage(drawn, buffers)
})
