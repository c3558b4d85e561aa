import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** A real cluster of the database, in network namespaces of this machine. It needs root, and no container. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..', '..', '..'),
  test: {
    include: ['ops/test/stack/cluster/*.test.ts'],
    maxWorkers: 1,
    pool: 'forks',
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
