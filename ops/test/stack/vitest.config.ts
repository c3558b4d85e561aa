import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests on real containers: one file after the other, because they share one engine and two cores. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..', '..'),
  test: {
    include: ['ops/test/stack/**/*.test.ts'],
    globalSetup: ['ops/test/stack/machine.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
