import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'

export type Tally = {
  passed: number
  failed: number
  skipped?: number
  /** the files of which no test ran */
  skippedFiles?: string[]
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[]
}

/** What vitest's JSON report counts; a test file that could not be loaded counts as one failure. */
export async function vitestTally(file: string): Promise<Tally> {
  const report: VitestReport = JSON.parse(await readFile(file, 'utf8'))
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  )
  const untouched = report.testResults.filter(
    ({ assertionResults }) =>
      assertionResults.length && assertionResults.every(({ status }) => status !== 'passed' && status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests,
    skippedFiles: untouched.map(({ name }) => relative(process.cwd(), name)).sort(),
  }
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** What Playwright's JSON report counts; a test that passes only when repeated is a failure here. */
export async function playwrightTally(file: string): Promise<Tally> {
  const { stats, errors }: PlaywrightReport = JSON.parse(await readFile(file, 'utf8'))
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}
