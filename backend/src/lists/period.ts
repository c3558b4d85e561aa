import type { DayPeriod } from '@tiptop/contract/period.ts'
import { Refusal } from '../refusal.ts'
import { startOfDay } from '../time-in-france.ts'

/** The first moment, and the first moment after the end; null is open on that side. */
export type Moments = { from: Date | null; before: Date | null }

/**
 * The moments at which these days in France begin and end. Refuses `invalid-request` if they are in the wrong order.
 */
export function momentsOf({ from, to }: DayPeriod): Moments {
  if (from && to && from > to) throw new Refusal('invalid-request', { detail: `from: ${from} is after ${to}` })
  return { from: from ? startOfDay(from) : null, before: to ? startOfDay(to, 1) : null }
}
