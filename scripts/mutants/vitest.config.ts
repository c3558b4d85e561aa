import { defineConfig, mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import vitestConfig from '../../vitest.config.ts'
import { keptThread } from './kept-worker.ts'

/** The quickest files first: the first test that fails catches the mutant, the others need not run. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse()
  }
}

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
    test: { setupFiles: ['scripts/mutants/import-under-mutant.ts'], sequence: { sequencer: QuickestFirst } },
  }),
)
