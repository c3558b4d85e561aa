import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests on real containers, two files at a time: each has a server of its own, and waits for most of its time. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..', '..'),
  test: {
    include: ['ops/test/stack/**/*.test.ts'],
    globalSetup: ['ops/test/stack/machine.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
