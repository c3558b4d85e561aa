/** Percentages have at most four decimals; more would be a typing error rather than a promise. */
const PARTS_PER_PERCENT = 10_000

/** What a prize is promised: an exact number of tickets, or a percentage of those that the exact numbers leave. */
type PrizeShare = { percent?: number | undefined; quota?: number | undefined }

/** A percentage as a whole number of parts, so that no rounding loses any. */
export function partsOf(percent: number): number {
  return Math.round(percent * PARTS_PER_PERCENT)
}

/** Whether a percentage has no more decimals than its parts can say. */
export function isWholeInParts(percent: number): boolean {
  return Math.abs(percent * PARTS_PER_PERCENT - partsOf(percent)) < 1e-6
}

/**
 * How many of `count` tickets win each prize, in the order given.
 * Percentages divide what the exact quotas leave, by largest remainder (Hamilton's method): no prize is more than one
 * ticket away from its exact share. Of equal remainders the first prize wins.
 * The sum is `count` if the percentages add up to 100, or if there are none and the exact quotas add up to `count`.
 */
export function shareOut(prizes: PrizeShare[], count: number): number[] {
  const parts = prizes.map(({ percent }) => (percent === undefined ? 0 : partsOf(percent)))
  const whole = parts.reduce((sum, part) => sum + part, 0)
  const rest = count - prizes.reduce((sum, { quota = 0 }) => sum + quota, 0)
  const floors = parts.map(part => (whole ? Math.floor((rest * part) / whole) : 0))
  const left = rest - floors.reduce((sum, floor) => sum + floor, 0)
  const remainder = (index: number) => (whole ? (rest * (parts[index] ?? 0)) % whole : 0)
  const first = parts.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b)
  const rounded = new Set(first.slice(0, left))
  return prizes.map(({ quota }, index) => quota ?? (floors[index] ?? 0) + (rounded.has(index) ? 1 : 0))
}
