import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { DrawBatch, DrawnBatch, TicketBatch } from './draw-tickets.ts'

const MOST_DRAWS = 5

/**
 * Loads a batch by COPY, within a transaction. If a code exists already, the whole batch is drawn again: at ten
 * million tickets that happens in one generation of seventeen.
 *
 * @returns the batch as it was finally loaded
 */
export async function loadBatch(
  client: pg.Client,
  draw: DrawBatch,
  batch: TicketBatch,
  drawn: DrawnBatch,
): Promise<DrawnBatch> {
  for (let draws = 1; ; draws++) {
    await client.query('savepoint batch')
    try {
      await copyRows(client, drawn.rows)
      await client.query('release savepoint batch')
      return drawn
    } catch (error) {
      if (!isTakenCode(error) || draws === MOST_DRAWS) throw error
      await client.query('rollback to savepoint batch')
      drawn = await draw(batch)
    }
  }
}

async function copyRows(client: pg.Client, rows: Uint8Array): Promise<void> {
  const table = client.query(
    copyFrom('copy tickets (id, contest_id, masked_prize, code_hash) from stdin (format binary)'),
  )
  await pipeline(Readable.from([rows]), table)
}

function isTakenCode(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'tickets_code_hash_key'
}
