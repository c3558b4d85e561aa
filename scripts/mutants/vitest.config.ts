import { defineConfig, mergeConfig } from 'vitest/config'
import vitestConfig from '../../vitest.config.ts'
import { keptThread } from './kept-worker.ts'

/** The tests of the house, in a thread that is kept from mutant to mutant. */
export default mergeConfig(
  vitestConfig,
  defineConfig({
    plugins: [
      {
        name: 'kept-thread',
        // Stryker chooses the pool by name among those of Vitest, whatever these settings say.
        configureVitest({ project }) {
          project.config.pool = 'kept' as never
          project.config.poolRunner = keptThread
        },
      },
    ],
    test: { setupFiles: ['scripts/mutants/no-mutant-on-import.ts'] },
  }),
)
