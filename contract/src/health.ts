import { z } from 'zod'

/** The answer of `GET /health`: served with status 503 when a part fails. */
export const health = z
  .object({
    status: z.enum(['ok', 'failing']),
    version: z.string(),
    commit: z.string(),
    database: z.enum(['ok', 'unreachable']),
    migrations: z.enum(['current', 'pending', 'unknown']),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof health>
