import { z } from 'zod'
import { prize } from './contest.ts'
import { shop } from './handover.ts'
import { aged } from './page.ts'

const share = z.number().min(0).max(1).nullable()

/**
 * The figures of the contest. Those of a period count what happened in it; `tickets`, `allotted` and `remaining` cover
 * the whole contest. A conversion rate is between 0 and 1, and null when there is nothing to divide by.
 */
export const statistics = z
  .object({
    takenAt: z.iso.datetime(),
    ...aged,
    period: z.object({ from: z.iso.date().nullable(), to: z.iso.date().nullable() }),
    tickets: z.int(),
    plays: z.int(),
    handovers: z.int(),
    players: z.int().describe('users who played for the first time in the period'),
    accounts: z.int().describe('accounts created in the period'),
    conversion: z.object({
      playedOfTickets: share.describe('share of all tickets that were played in the period'),
      handedOverOfPlayed: share.describe('share of the plays of the period whose prize has been handed over by now'),
      playersOfAccounts: share.describe('share of the accounts created in the period that have played by now'),
    }),
    prizes: z.array(
      z.object({
        prize,
        allotted: z.int(),
        played: z.int(),
        handedOver: z.int(),
        remaining: z.int().describe('allotted and not handed over yet'),
      }),
    ),
    perDay: z
      .array(z.object({ day: z.iso.date(), plays: z.int(), handovers: z.int() }))
      .describe('every day in France from the first with activity to the last, including days without any'),
    perHour: z
      .array(z.object({ hour: z.int().min(0).max(23), plays: z.int(), handovers: z.int() }))
      .describe('the 24 hours of the day in France, over the whole period'),
    perShop: z.array(z.object({ shop, handovers: z.int() })).describe('every shop, including those without a handover'),
    perEmployee: z
      .array(
        z.object({
          employee: z.object({ id: z.int(), name: z.string() }),
          shop,
          handovers: z.int(),
          unusual: z.boolean().describe('at least 20, and more than three times the median of this list'),
        }),
      )
      .describe('everyone who handed over in the period, by shop, the most handovers first'),
    perAge: z
      .array(
        z.object({
          from: z.int().nullable().describe('the first age of the band; null when the age is unknown'),
          to: z.int().nullable().describe('the last age of the band; null for the oldest band'),
          plays: z.int(),
        }),
      )
      .describe('by the age of the player on the day of the play'),
  })
  .meta({ id: 'Statistics' })
export type Statistics = z.infer<typeof statistics>
