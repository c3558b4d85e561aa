export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** How long something took, in French: `0,4 s`, `12 s`, `3 min 05`, `1 h 12`, `4 jours`. A negative duration counts as zero. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${seconds.toFixed(1).replace('.', ',')} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)}`
  const minutes = Math.round(seconds / 60)
  if (ms < 3 * DAY_MS) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)}`
  return `${Math.floor(ms / DAY_MS)} jours`
}

/** How old something is, in French, as roughly as it matters: `45 min`, `26 h`, `12 jours`. */
export function ageWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 72 * 60) return `${Math.floor(minutes / 60)} h`
  return `${Math.floor(minutes / 1440)} jours`
}

const twoDigits = (count: number) => String(count).padStart(2, '0')
