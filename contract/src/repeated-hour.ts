const HOUR_MS = 3_600_000
const clock = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Paris', hour: 'numeric', hourCycle: 'h23' })

/**
 * What tells two moments apart that the clocks of France call the same: on the last Sunday of October they show the hour
 * from 2 to 3 twice. `UTC+2` in the first of these hours, `UTC+1` in the second, null at any other time.
 */
export function offsetInRepeatedHour(at: Date): 'UTC+2' | 'UTC+1' | null {
  const shownAfter = (ms: number) => clock.format(new Date(at.getTime() + ms))
  if (shownAfter(0) === shownAfter(HOUR_MS)) return 'UTC+2'
  return shownAfter(0) === shownAfter(-HOUR_MS) ? 'UTC+1' : null
}

/** Returns the text of a moment in French time with this offset where it is needed: `25/10/2026 02:30 (UTC+2)`. */
export function withOffset(text: string, at: Date): string {
  const offset = offsetInRepeatedHour(at)
  return offset ? `${text} (${offset})` : text
}
