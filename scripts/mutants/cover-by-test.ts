import { glob } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeEach, inject, vi } from 'vitest'
import { mutantModules } from './modules.ts'

/*
 * Runs before each test file, for the run that finds out which test reaches which mutant. What a file does at its top
 * level, such as starting a backend, counts for each of its tests. Stryker would take it for something that modules do
 * when they are imported, and try those mutants with all tests of the module, each time with modules imported afresh.
 */
type Hits = Record<string, number>
type StrykerState = { currentTestId?: string; mutantCoverage?: { static: Hits; perTest: Record<string, Hits> } }

const context = inject as (key: string) => string | undefined
const stryker = (globalThis as Record<string, unknown>)[context('globalNamespace') ?? ''] as StrykerState

async function importChanged(): Promise<void> {
  const { mutate } = mutantModules[process.env.MUTANT_MODULE ?? ''] ?? { mutate: [] }
  const left = mutate.filter(pattern => pattern.startsWith('!')).map(pattern => pattern.slice(1))
  const changed = mutate.filter(pattern => !pattern.startsWith('!'))
  for await (const path of glob(changed, { exclude: ['**/*.test.ts', ...left] })) await import(resolve(path))
}

if (context('mode') === 'dry-run') {
  // Nothing is caught yet: a test that a loaded machine slows down must not end it all.
  vi.setConfig({ testTimeout: 120_000 })
  await importChanged()
  stryker.mutantCoverage ??= { static: {}, perTest: {} }
  const { static: outside, perTest } = stryker.mutantCoverage
  const onImport = new Set(Object.keys(outside))
  const tests: string[] = []
  beforeEach(() => void tests.push(stryker.currentTestId ?? ''))
  afterAll(() => {
    for (const [mutant, hits] of Object.entries(outside).filter(([mutant]) => !onImport.has(mutant))) {
      for (const test of tests) perTest[test] = { ...perTest[test], [mutant]: hits + (perTest[test]?.[mutant] ?? 0) }
      delete outside[mutant]
    }
  })
}
