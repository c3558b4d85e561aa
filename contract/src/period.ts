import { z } from 'zod'

/** A period from one day in France to another, both included. Without a day, it is open on that side. */
export const period = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() })
export type DayPeriod = z.infer<typeof period>
