import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutantModules, scoreOf } from './modules.ts'

const ROOT = join(import.meta.dirname, '..', '..')

test('a mutant that no test runs, or that could not be tried, counts against its module; one left out does not', () => {
  const results = (
    ['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError', 'CompileError', 'Ignored'] as const
  ).map(status => ({ status }))
  expect(scoreOf(results)).toEqual({ caught: 2, timedOut: 1, survived: 1, uncovered: 1, untried: 1, percent: 50 })
  expect(scoreOf([]).percent).toBe(0)
})

test.each(Object.entries(mutantModules))('%s has files to change, and tests', async (_, { mutate, tests }) => {
  for (const pattern of [...mutate, ...tests].filter(pattern => !pattern.startsWith('!'))) {
    const { done } = await glob(pattern, { cwd: ROOT }).next()
    expect(done, pattern).toBe(false)
  }
})
