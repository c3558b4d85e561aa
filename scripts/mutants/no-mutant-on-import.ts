import { inject } from 'vitest'

/*
 * Runs before each test file. Stryker turns its mutant on before the first test; in a kept thread the one of the run
 * before would still be on while the file is imported.
 */
const context = inject as (key: string) => string
const stryker = (globalThis as Record<string, unknown>)[context('globalNamespace')] as { activeMutant?: string }
if (context('mutantActivation') !== 'static') stryker.activeMutant = undefined
