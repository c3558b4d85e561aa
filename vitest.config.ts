import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,backend,frontend,ops,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'frontend/e2e/**', 'ops/test/stack/**'],
    globalSetup: ['backend/test/postgres.ts'],
    pool: 'forks',
    // One more than the two cores: files wait now and then, for a database or a clock. Files share what they import.
    maxWorkers: 3,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
