import { DAY_MS } from './duration.ts'

const STAMP = /(\d{4})(\d\d)(\d\d)[-_](\d\d)(\d\d)(\d\d)$/

/** `20261123-041500`, in UTC: names that begin with it sort by time. Milliseconds are dropped. */
export function stampOf(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}

/**
 * The moment of the stamp that ends this name: `20261123-041500`, `backup-20261123-041500`, `tiptop_until_20261123_041500`.
 * @returns an invalid date if the name does not end with a stamp
 */
export function timeOfStamp(name: string): Date {
  const [, year, month, day, hour, minute, second] = STAMP.exec(name) ?? []
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** Whether a name is this prefix with a stamp behind it, and nothing else. */
export function isStamped(name: string, prefix = ''): boolean {
  return name.startsWith(prefix) && /^\d{8}-\d{6}$/.test(name.slice(prefix.length))
}

/**
 * The moment for a new name, behind those that are there: names stay in order when the clock went back. A name that is a
 * day ahead is no order any more.
 * @param names each ends with its stamp
 */
export function momentBehind(names: readonly string[], now: Date): Date {
  const taken = new Set(names.map(name => timeOfStamp(name).getTime()))
  const near = [...taken].filter(at => at < now.getTime() + DAY_MS)
  let at = Math.max(now.getTime() - now.getMilliseconds(), ...near)
  while (taken.has(at)) at += 1000
  return new Date(at)
}
