import { isAdult } from '@tiptop/contract/age.ts'

export type BirthDateParts = { day: string; month: string; year: string }
export type BirthDateFault = 'missing' | 'impossible' | 'minor'

/** Returns the day typed in three fields as `YYYY-MM-DD`, or what is wrong with it on the day of `now`. */
export function readBirthDate(parts: BirthDateParts, now: Date): { date: string } | { fault: BirthDateFault } {
  const [day, month, year] = [parts.day, parts.month, parts.year].map(part => part.trim())
  if (!day || !month || !year) return { fault: 'missing' }
  if (![day, month].every(part => /^\d{1,2}$/.test(part)) || !/^\d{4}$/.test(year)) return { fault: 'impossible' }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const parsed = new Date(`${date}T00:00:00Z`)
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
  if (!exists || date < '1900-01-01' || parsed > now) return { fault: 'impossible' }
  return isAdult(date, now) ? { date } : { fault: 'minor' }
}
