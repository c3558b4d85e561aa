import { z } from 'zod'
import { calendarDay } from './calendar-day.ts'

/** A period from one day in France to another, both included. Without a day, it is open on that side. */
export const period = z.object({ from: calendarDay.optional(), to: calendarDay.optional() })
export type DayPeriod = z.infer<typeof period>
