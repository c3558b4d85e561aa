import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Report = {
  name: string
  figures: Record<string, number | string>
  /** the measured value divided by that of the comparison */
  ratio: number
  /** the target of the ratio, in words */
  target: string
  holds: boolean
}

const RESULTS = join(import.meta.dirname, 'results')

/** Prints a measurement as a table and writes it to `bench/results/<name>.json`. */
export async function report(result: Report): Promise<void> {
  const ratio = Number(result.ratio.toPrecision(3))
  console.table({ ...result.figures, ratio })
  console.log(`${result.holds ? '✓' : '✗'} ${result.name}: ${ratio}, to reach: ${result.target}\n`)
  await mkdir(RESULTS, { recursive: true })
  const file = join(RESULTS, `${result.name}.json`)
  await writeFile(`${file}.tmp`, `${JSON.stringify({ ...result, ratio }, null, 2)}\n`)
  await rename(`${file}.tmp`, file)
}

/** Returns the median. */
export function median(figures: number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}
