import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import vitestConfig from '../../vitest.config.ts'
import { keptThread } from './kept-worker.ts'
import { mutantModules } from './modules.ts'

/** The quickest files first: the first test that fails catches the mutant, the others need not run. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse()
  }
}

const module = mutantModules[process.env.MUTANT_MODULE ?? '']
if (!module) throw new Error('MUTANT_MODULE names the module whose tests run')

const keepThread = {
  name: 'kept-thread',
  // Stryker chooses the pool by name among those of Vitest, whatever these settings say.
  configureVitest({ project }: { project: { config: object } }) {
    Object.assign(project.config, { pool: keptThread.name, poolRunner: keptThread })
  },
}

const setupFiles = ['import-under-mutant', 'cover-by-test', 'drop-databases'].map(name => `scripts/mutants/${name}.ts`)

/** The tests of one module of the table, in a thread that is kept from mutant to mutant where they allow it. */
export default defineConfig({
  plugins: module.keepsThread ? [keepThread] : [],
  test: {
    ...vitestConfig.test,
    // With its option `testFiles`, Stryker would not turn on a mutant of what runs on import.
    include: module.tests,
    setupFiles: module.keepsThread ? setupFiles : [],
    sequence: { sequencer: QuickestFirst, setupFiles: 'list' },
    // Many a mutant is caught because nothing ever answers.
    testTimeout: 8_000,
  },
})
