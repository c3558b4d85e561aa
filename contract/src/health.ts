import { z } from 'zod'

/** The answer of `GET /health`: served with status 503 when a part fails. */
export const health = z
  .object({
    status: z.enum(['ok', 'failing']),
    version: z.string(),
    commit: z.string(),
    /** `read-only`: a standby, or a primary that takes no writes. */
    database: z.enum(['ok', 'read-only', 'unreachable']),
    migrations: z.enum(['current', 'pending', 'unknown']),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof health>
