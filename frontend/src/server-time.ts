/** What the clock of this device is wrong by at least before it is corrected: an answer takes time, and its date ends with a second. */
const TOLERANCE_MS = 5_000

let aheadMs = 0

/** Learns what time it is at the server from the header `Date` of an answer that has just arrived. */
export function learnTime(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now()
  if (!Number.isNaN(difference)) aheadMs = Math.abs(difference) > TOLERANCE_MS ? difference : 0
}

/**
 * Returns the time at the server, in milliseconds since 1970. The clock of a phone or a tablet may be years off, and
 * rules are judged by the server's. Before the first answer it is that of this device.
 */
export function serverNow(): number {
  return Date.now() + aheadMs
}
