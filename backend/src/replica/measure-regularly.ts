import type { FastifyBaseLogger } from 'fastify'
import { regularly } from '../background/regularly.ts'
import type { Replica } from './replica.ts'

const EVERY_MS = 1_000

/**
 * Measures the replica every second, so that the age of what is read there is known to a second, and a replica that was
 * away is noticed when it is back. @returns a function that ends it, see regularly.ts
 */
export function measureRegularly(
  { replica: { measure } }: { replica: Replica },
  log: Pick<FastifyBaseLogger, 'error'>,
): () => Promise<void> {
  if (!measure) return async () => {}
  return regularly({ name: 'measure replica', everyMs: EVERY_MS, run: measure }, log).end
}
