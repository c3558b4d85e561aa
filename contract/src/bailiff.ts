import { z } from 'zod'
import { prize } from './contest.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What the bailiff reads of a contest: sums and hashes. It holds no personal data and nothing of a single ticket. */
export const bailiffOverview = z
  .object({
    takenAt: z.iso.datetime(),
    tickets: z.object({
      generated: z.int(),
      unclaimed: z.int().describe('not played yet'),
      pending: z.int().describe('played, the prize waits'),
      claimed: z.int().describe('handed over'),
    }),
    prizes: z.array(z.object({ prize, quota: z.int(), played: z.int(), claimed: z.int() })),
    trail: z.object({
      head: z
        .object({ event: z.int(), hash, sealedAt: z.iso.datetime() })
        .nullable()
        .describe('the last hash of the chain of the audit trail; null while nothing is sealed'),
      verified: z
        .object({ at: z.iso.datetime(), sealed: z.int(), faults: z.int(), event: z.int().nullable() })
        .nullable()
        .describe('the last time that the whole chain was computed again'),
    }),
  })
  .meta({ id: 'BailiffOverview' })
export type BailiffOverview = z.infer<typeof bailiffOverview>
