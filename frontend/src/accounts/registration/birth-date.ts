export type BirthDateParts = { day: string; month: string; year: string }
export type BirthDateFault = 'missing' | 'impossible' | 'minor'

/**
 * Returns the day typed in three fields as `YYYY-MM-DD`, or what is wrong with it. The backend judges the age: the clock
 * of a phone may be years behind.
 */
export function readBirthDate(parts: BirthDateParts): { date: string } | { fault: Exclude<BirthDateFault, 'minor'> } {
  const [day, month, year] = [parts.day, parts.month, parts.year].map(part => part.trim())
  if (!day || !month || !year) return { fault: 'missing' }
  if (![day, month].every(part => /^\d{1,2}$/.test(part)) || !/^\d{4}$/.test(year)) return { fault: 'impossible' }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const parsed = new Date(`${date}T00:00:00Z`)
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
  return exists && date >= '1900-01-01' ? { date } : { fault: 'impossible' }
}

/** Returns the three fields of a day (`YYYY-MM-DD`). */
export function birthDateParts(date: string): BirthDateParts {
  const [year = '', month = '', day = ''] = date.split('-')
  return { day: String(Number(day)), month: String(Number(month)), year }
}
