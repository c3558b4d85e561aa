import { type SerializedConfig, TestRunner } from 'vitest'
import { ciStartedAt, mayBegin } from '../../../scripts/test/ci-clock.ts'

const NO_TEST = /(?!)/

/** Skips the whole file, hooks too, when CI has no time left for it. Every file gets a runner when its turn comes. */
export default class UnlessLate extends TestRunner {
  constructor(config: SerializedConfig) {
    const inTime = mayBegin(ciStartedAt(process.env), Date.now())
    super(inTime ? config : { ...config, testNamePattern: NO_TEST })
  }
}
