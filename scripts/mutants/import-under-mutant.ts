import { inject, vi } from 'vitest'

/*
 * Runs before each test file. What the kept thread has imported stays imported from mutant to mutant; a mutant of what
 * runs on import needs its own import of our modules, and so does the first mutant after it. Other mutants are turned on
 * by Stryker before the first test: until then the one of the run before must not be on.
 */
type StrykerState = { activeMutant?: string | undefined; importedUnder?: string | undefined }

const context = inject as (key: string) => string | undefined
const stryker = (globalThis as Record<string, unknown>)[context('globalNamespace') ?? ''] as StrykerState
const onImport = context('mutantActivation') === 'static' ? context('activeMutant') : undefined
stryker.activeMutant = onImport
if (stryker.importedUnder !== onImport) vi.resetModules()
stryker.importedUnder = onImport
