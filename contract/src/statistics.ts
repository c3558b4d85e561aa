import { z } from 'zod'
import { prize } from './contest.ts'
import { shop } from './handover.ts'

const share = z.number().min(0).max(1).nullable()

/**
 * The figures of the contest. Those of a period count what happened in it; `tickets`, `allotted` and `remaining` are
 * of the whole contest. A conversion lies between 0 and 1, and is null when there is nothing to divide by.
 */
export const statistics = z
  .object({
    takenAt: z.iso.datetime(),
    period: z.object({ from: z.iso.date().nullable(), to: z.iso.date().nullable() }),
    tickets: z.int(),
    plays: z.int(),
    handovers: z.int(),
    players: z.int().describe('people who played for the first time in the period'),
    accounts: z.int().describe('accounts made in the period'),
    conversion: z.object({
      playedOfTickets: share.describe('of all tickets, those played in the period'),
      handedOverOfPlayed: share.describe('of the plays of the period, those whose prize is handed over by now'),
      playersOfAccounts: share.describe('of the accounts made in the period, those that have played by now'),
    }),
    prizes: z.array(
      z.object({
        prize,
        allotted: z.int(),
        played: z.int(),
        handedOver: z.int(),
        remaining: z.int().describe('allotted and not handed over by now'),
      }),
    ),
    perDay: z
      .array(z.object({ day: z.iso.date(), plays: z.int(), handovers: z.int() }))
      .describe('every day in France from the first to the last that has something, the empty ones between them too'),
    perHour: z
      .array(z.object({ hour: z.int().min(0).max(23), plays: z.int(), handovers: z.int() }))
      .describe('the 24 hours of the day in France, over the whole period'),
    perShop: z.array(z.object({ shop, handovers: z.int() })).describe('every shop, also those without a handover'),
    perAge: z
      .array(
        z.object({
          from: z.int().nullable().describe('null when the age is not known'),
          to: z.int().nullable().describe('the last age of the band; null for the oldest band'),
          plays: z.int(),
        }),
      )
      .describe('by the age of the player on the day of the play'),
  })
  .meta({ id: 'Statistics' })
export type Statistics = z.infer<typeof statistics>
