import { type Fault, GENERATED, isTest, type Sources } from './source.ts'
import { syntaxOf } from './syntax.ts'

/** Astro calls the exports of these by their names. */
const CALLED = /^frontend\/src\/pages\//
/** Vitest calls these around all tests. */
const AROUND_TESTS = new Set(['setup', 'teardown'])

/** Exports that no other file imports. A default export is what a framework calls. */
export function exportFaults(sources: Sources): Fault[] {
  const imported = importedNames(sources)
  const files = [...syntaxOf(sources)].filter(([path]) => !isTest(path) && !CALLED.test(path) && !GENERATED.has(path))
  return files.flatMap(([path, { exports }]) => {
    const names = imported.get(path) ?? new Set()
    const needless = exports.filter(
      ({ name }) => name !== 'default' && !AROUND_TESTS.has(name) && !names.has(name) && !names.has('*'),
    )
    return needless.map(({ name }) => ({ path, sentence: `No other file imports ${name}: do not export it.` }))
  })
}

function importedNames(sources: Sources): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  for (const { imports } of syntaxOf(sources).values())
    for (const { to, names: own } of imports) names.set(to, new Set([...(names.get(to) ?? []), ...own]))
  return names
}
