import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import { regularly } from '../background/regularly.ts'
import type { Tools } from '../tools.ts'

const EVERY_MS = 2_000

/** Folds what was played, handed over and registered since the last fold into the counts; no figure changes. */
export async function foldCounts({ db }: Pick<Tools, 'db'>): Promise<void> {
  await sql`
    select fold_counts()
    where exists (select from uncounted_plays) or exists (select from count_changes)`.execute(db)
}

/**
 * Folds every two seconds, so that reading the figures stays quick. @returns a function that ends it, see regularly.ts
 */
export function foldRegularly(
  tools: Pick<Tools, 'db'>,
  log: Pick<FastifyBaseLogger, 'error'>,
  everyMs = EVERY_MS,
): () => Promise<void> {
  return regularly({ name: 'fold counts', everyMs, run: () => foldCounts(tools) }, log).end
}
