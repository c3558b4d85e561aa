import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,backend,frontend,ops,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'frontend/e2e/**', 'ops/test/stack/**'],
    globalSetup: ['backend/test/postgres.ts'],
    setupFiles: ['scripts/diagrams/prove-titles.ts'],
    pool: 'forks',
    // Files share what they import, one after the other.
    maxWorkers: 2,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What a test waits for is there in milliseconds; a starved machine takes seconds.
    expect: { poll: { timeout: 10_000 } },
  },
})
