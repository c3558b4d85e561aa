// Part by part: how a locale orders them changes from one browser to the next. `en-CA` is 2026-11-30 or 11/30/2026.
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** Returns the day of this moment in France, as `YYYY-MM-DD`. */
export function dayInFrance(moment: Date): string {
  const { year, month, day } = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]))
  return `${year}-${month}-${day}`
}
