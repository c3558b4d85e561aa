import { z } from 'zod'
import { commitment } from './proof.ts'

/** A text of the site, in both of its languages. */
const bilingual = z.object({ fr: z.string(), en: z.string() })

/**
 * The phase of the contest.
 * `before` the opening, nothing can be played. While `open`, codes are played and prizes claimed.
 * `claim-only` lets players collect what they won. Once `closed`, nothing changes any more.
 */
const phase = z.enum(['before', 'open', 'claim-only', 'closed'])
export type ContestPhase = z.infer<typeof phase>

export const prize = z
  .object({
    slug: z.string().describe('a name that never changes, also that of the picture'),
    name: bilingual,
    description: bilingual,
    valueCents: z.int().nullable().describe('retail value in euro cents, if the rules state one'),
  })
  .meta({ id: 'Prize' })
export type Prize = z.infer<typeof prize>

export const contest = z
  .object({
    slug: z.string(),
    name: z.string(),
    phase,
    opensAt: z.iso.datetime(),
    receiptsUntil: z.iso.datetime().describe('when shops stop handing out receipts with a code'),
    playsUntil: z.iso.datetime().describe('when codes can no longer be played'),
    claimsUntil: z.iso.datetime().describe('when prizes can no longer be handed over'),
    ticketCount: z.int(),
    prizes: z.array(prize.extend({ quota: z.int().describe('how many tickets win this prize') })),
    grandPrize: z.object({ name: bilingual, valueCents: z.int() }),
    allotmentDigest: z
      .string()
      .nullable()
      .describe('SHA-256 of the whole allotment, in hexadecimal; null unless the contest is of the former format'),
    commitment: commitment
      .nullable()
      .describe('null until the tickets are generated, and in a contest of the former format'),
  })
  .meta({ id: 'Contest' })
export type Contest = z.infer<typeof contest>
