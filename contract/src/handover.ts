import { z } from 'zod'
import { prize } from './contest.ts'
import { playAnswer, playerTicket } from './game.ts'
import { ONE_LINE } from './one-line.ts'
import { MOST_COUNTED } from './own-queue.ts'
import { pageRequest } from './page.ts'

export const shop = z
  .object({ slug: z.string(), name: z.string(), city: z.string(), postalCode: z.string() })
  .meta({ id: 'Shop' })
export type Shop = z.infer<typeof shop>

/** The employee who handed a prize over, when and where. */
export const handedOver = z
  .object({ by: z.string().describe("the employee's full name"), at: z.iso.datetime(), shop })
  .meta({ id: 'HandedOver' })
export type HandedOver = z.infer<typeof handedOver>

const handoverStatus = z.enum(['pending', 'expired', 'claimed'])
export type HandoverStatus = z.infer<typeof handoverStatus>

/** `own`: of players who collect in the shop of the employee who asks; `other`: of everyone else. */
const handoverQueue = z.enum(['own', 'other'])
export type HandoverQueue = z.infer<typeof handoverQueue>

export const handoverSearch = pageRequest.extend({
  status: handoverStatus.optional().describe('tickets of this status; by default every played ticket'),
  queue: handoverQueue
    .optional()
    .describe('by the shop where the player collects; without a shop, every ticket is another’s'),
  search: z
    .string()
    .trim()
    .max(254)
    .regex(ONE_LINE)
    .optional()
    .describe("a code, an e-mail address, or the first letters of the player's names in any order"),
})
export type HandoverSearch = z.infer<typeof handoverSearch>

const handoverItem = playAnswer
  .extend({
    playerName: z.string(),
    pickupShop: shop.nullable().describe('where the player collects, if that is known'),
  })
  .meta({ id: 'HandoverItem' })
export type HandoverItem = z.infer<typeof handoverItem>

export const handoverList = z
  .object({ items: z.array(handoverItem), nextCursor: z.string().nullable() })
  .meta({ id: 'HandoverList' })
export type HandoverList = z.infer<typeof handoverList>

/** How many prizes are waiting now: 0 once the claim deadline has passed. */
export const handoverCount = z
  .object({
    pending: z.int(),
    own: z
      .int()
      .max(MOST_COUNTED)
      .nullable()
      .describe(
        'of players who collect in the shop of the employee who asks, or more at the maximum; null without a shop',
      ),
  })
  .meta({ id: 'HandoverCount' })
export type HandoverCount = z.infer<typeof handoverCount>

const handoverEvent = z.object({
  kind: z.enum(['prize-handed-over', 'handover-refused', 'handover-undone']),
  at: z.iso.datetime(),
  by: z.string(),
  shop: shop.nullable().describe('null when an administrator without a shop acted'),
  reason: z.string().nullable(),
})
export type HandoverEvent = z.infer<typeof handoverEvent>

/** Everything an employee needs to compare a ticket with the person at the counter. */
export const handoverTicket = z
  .object({
    ticket: playerTicket,
    prize,
    player: z.object({
      firstName: z.string(),
      lastName: z.string(),
      birthDate: z.iso.date().nullable(),
    }),
    others: z.array(playAnswer).describe('other prizes that wait for the same player, the newest first, 50 at most'),
    handover: handedOver
      .extend({
        undoUntil: z.iso.datetime().describe('the moment from which the handover is final'),
        mayUndo: z.boolean().describe('whether the user who asks may undo the handover now'),
      })
      .nullable(),
    history: z.array(handoverEvent).describe('handovers, refusals and undone handovers, the oldest first'),
  })
  .meta({ id: 'HandoverTicket' })
export type HandoverTicket = z.infer<typeof handoverTicket>

/** What an employee declares, recorded as declared. `informationMatches` may be omitted but is never false. */
export const claimRequest = z
  .object({ identityChecked: z.literal(true), informationMatches: z.literal(true).optional() })
  .meta({ id: 'ClaimRequest' })
export type ClaimRequest = z.infer<typeof claimRequest>

/** The reason for which an employee refuses or undoes a handover. */
export const handoverReason = z
  .object({ reason: z.string().trim().min(3).max(500).regex(ONE_LINE) })
  .meta({ id: 'HandoverReason' })

/** What was missing. The player reads what to bring next time, and never the written reason. */
const refusalCause = z.enum(['no-card', 'other-name', 'other-birth-date', 'unreadable-card', 'other'])
export type RefusalCause = z.infer<typeof refusalCause>

export const refusalRequest = handoverReason.extend({ cause: refusalCause.optional() }).meta({ id: 'RefusalRequest' })
