/** The time zone of the shops. */
export const ZONE = 'Europe/Paris'

const DAY_MS = 86_400_000
const clock = new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' })

/** How far the clocks of France are ahead of UTC at this moment, in milliseconds. */
export function zoneOffset(at: Date): number {
  const name = clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value
  const [, hours = 0, minutes = 0] = /GMT\+(\d\d):(\d\d)/.exec(name ?? '') ?? []
  return (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** The moment at which this day (as in `2026-11-23`), or the one this many days later, begins in France. */
export function startOfDay(day: string, daysLater = 0): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`) + daysLater * DAY_MS
  // Clocks change at 01:00 UTC, so the offset at midnight UTC is that of the midnight just before it.
  return new Date(midnight - zoneOffset(new Date(midnight)))
}

/** The day in France at this moment, as in `2026-11-23`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + zoneOffset(at)).toISOString().slice(0, 10)
}
