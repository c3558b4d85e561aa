import { afterEach, inject, vi } from 'vitest'

/*
 * Runs before each test file. What the kept thread has imported stays imported from mutant to mutant; a mutant of what
 * runs on import needs its own import of our modules, and so does the first mutant after it. Stryker turns other mutants
 * on before the first test, which is too late for what a test file does at its top level.
 */
type StrykerState = {
  activeMutant?: string | undefined
  importedUnder?: string | undefined
  caught?: string | undefined
}

const context = inject as (key: string) => string | undefined
const stryker = (globalThis as Record<string, unknown>)[context('globalNamespace') ?? ''] as StrykerState
const mutant = context('activeMutant')
const onImport = context('mutantActivation') === 'static' ? mutant : undefined
stryker.activeMutant = mutant
if (stryker.importedUnder !== onImport) vi.resetModules()
stryker.importedUnder = onImport

// The files after the test that has caught a mutant would be imported before their tests are skipped.
if (mutant !== undefined && stryker.caught === mutant) throw new Error('Another test has caught this mutant.')
afterEach(({ task }) => {
  if (task.result?.state === 'fail') stryker.caught = mutant
})
