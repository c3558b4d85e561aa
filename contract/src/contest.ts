import { z } from 'zod'

/** Words shown to a person, in both languages of the site. */
export const bilingual = z.object({ fr: z.string(), en: z.string() })

/**
 * Where the contest stands in time.
 * `before` the opening nothing can be played; while `open` codes are played and prizes claimed;
 * `claim-only` lets players fetch what they won; once `closed` nothing moves any more.
 */
export const phase = z.enum(['before', 'open', 'claim-only', 'closed'])
export type Phase = z.infer<typeof phase>

export const prize = z
  .object({
    slug: z.string().describe('stable name, also the name of its picture'),
    name: bilingual,
    description: bilingual,
    valueCents: z.int().nullable().describe('public value in euro cents, where the rules state one'),
  })
  .meta({ id: 'Prize' })
export type Prize = z.infer<typeof prize>

export const contest = z
  .object({
    slug: z.string(),
    name: z.string(),
    phase,
    opensAt: z.iso.datetime(),
    receiptsUntil: z.iso.datetime().describe('the last moment at which a shop hands out a receipt with a code'),
    playsUntil: z.iso.datetime().describe('the last moment at which a code can be played'),
    claimsUntil: z.iso.datetime().describe('the last moment at which a prize is handed over'),
    ticketCount: z.int(),
    prizes: z.array(prize.extend({ quota: z.int().describe('how many tickets win this prize') })),
    grandPrize: z.object({ name: bilingual, valueCents: z.int() }),
    allotmentDigest: z
      .string()
      .nullable()
      .describe('SHA-256 of the whole allotment in hexadecimal, null before the tickets are generated'),
  })
  .meta({ id: 'Contest' })
export type Contest = z.infer<typeof contest>
