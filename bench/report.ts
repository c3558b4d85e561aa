import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Report = {
  name: string
  figures: Record<string, number | string>
  /** what was measured in terms of what it is compared with */
  ratio: number
  /** what the ratio is to reach, in words */
  target: string
  holds: boolean
}

const RESULTS = join(import.meta.dirname, 'results')

/** Shows a measurement as a table and keeps it as `bench/results/<name>.json`. */
export async function report(result: Report): Promise<void> {
  const ratio = Number(result.ratio.toPrecision(3))
  console.table({ ...result.figures, ratio })
  console.log(`${result.holds ? '✓' : '✗'} ${result.name}: ${ratio}, to reach: ${result.target}\n`)
  await mkdir(RESULTS, { recursive: true })
  const file = join(RESULTS, `${result.name}.json`)
  await writeFile(`${file}.tmp`, `${JSON.stringify({ ...result, ratio }, null, 2)}\n`)
  await rename(`${file}.tmp`, file)
}

/** The one in the middle, or between the two in the middle. */
export function median(figures: number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}
