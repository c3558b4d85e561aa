import { afterAll, onTestFinished, TestRunner } from 'vitest'

/** Ends what a test opened when that test ends, and what a file opened when the file does. */
export function atTheEnd(close: () => unknown): void {
  // `afterAll` inside a test is accepted silently and never runs.
  if (TestRunner.getCurrentTest()) onTestFinished(async () => void (await close()))
  else afterAll(async () => void (await close()))
}
