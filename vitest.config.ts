import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,backend,frontend,ops,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'frontend/e2e/**', 'ops/test/stack/**'],
    globalSetup: ['backend/test/postgres.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
