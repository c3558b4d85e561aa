import { DAY_MS } from '../time/duration.ts'
import { dateText } from '../time/words.ts'

/**
 * Days, weeks and months are counted in UTC, in which every day has 24 hours: no night is there twice or not at all
 * when clocks change, and all are whole numbers that can be compared.
 */

/** Days since 1970-01-01. */
export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS)
}

/** Weeks of ISO 8601, from Monday to Sunday, counted from that of 1970-01-01, a Thursday. */
export function weekOf(at: Date): number {
  return Math.floor((dayOf(at) + 3) / 7)
}

/** Calendar months since the year 0. */
export function monthOf(at: Date): number {
  return at.getUTCFullYear() * 12 + at.getUTCMonth()
}

/** The same day so many months later; where that month has no such day, the days that it lacks come on top. */
export function dayAfterMonths(at: Date, months: number): number {
  return dayOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, at.getUTCDate())))
}

/** `2026-11-23`. */
export function dayWords(day: number): string {
  return dateText(new Date(day * DAY_MS))
}

/** `2026-S48`: a week belongs to the year of its Thursday. */
export function weekWords(week: number): string {
  const thursday = week * 7
  const year = new Date(thursday * DAY_MS).getUTCFullYear()
  const number = Math.floor((thursday - dayOf(new Date(Date.UTC(year, 0, 1)))) / 7) + 1
  return `${year}-S${String(number).padStart(2, '0')}`
}

/** `novembre 2026`. */
export function monthWords(month: number): string {
  return `${MONTHS[month % 12]} ${Math.floor(month / 12)}`
}

const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')
