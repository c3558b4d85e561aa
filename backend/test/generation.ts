import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../src/config.ts'
import { type ContestDefinition, readDefinition, SHIPPED_DEFINITION } from '../src/contest/definition.ts'
import { type Connection, openConnection } from '../src/database/connection.ts'
import { type DrawBatch, drawTickets } from '../src/tickets/generation/draw-tickets.ts'
import { atTheEnd } from './at-the-end.ts'
import { testConfig } from './backend.ts'
import { freshDatabase } from './database.ts'

export type GenerationTools = { connection: Connection; config: Config; draw: DrawBatch; now(): Date }

/** What generates tickets, on an own connection to this database (a fresh one unless given), closed with the test. */
export async function generationTools(databaseUrl?: string): Promise<GenerationTools> {
  const config = testConfig(databaseUrl ?? (await freshDatabase()))
  const connection = await openConnection(config.database)
  atTheEnd(connection.close)
  const draw: DrawBatch = async batch => drawTickets(config.tickets.pepper, batch)
  return { connection, config, draw, now: () => new Date() }
}

/** A folder that goes with the test or the file that asked for it. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-print-'))
  atTheEnd(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The contest that is shipped, under another name when one is given. */
export async function theTipTop(changes: Partial<ContestDefinition> = {}): Promise<ContestDefinition> {
  return { ...(await readDefinition(SHIPPED_DEFINITION)), ...changes }
}
