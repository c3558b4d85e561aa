/** Below this, a number says nothing about a person. */
const AT_LEAST = 20
const TIMES_THE_MEDIAN = 3

/**
 * Marks who handed over many more prizes than the others: at least 20, and more than three times the median of all who
 * handed over in the same period. It is a reason to look, not a reproach.
 */
export function markUnusual<Row extends { handovers: number }>(rows: Row[]): (Row & { unusual: boolean })[] {
  const limit = TIMES_THE_MEDIAN * medianOf(rows.map(({ handovers }) => handovers))
  return rows.map(row => ({ ...row, unusual: row.handovers >= AT_LEAST && row.handovers > limit }))
}

function medianOf(counts: number[]): number {
  const sorted = counts.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}
