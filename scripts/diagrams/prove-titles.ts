import { afterEach, beforeEach } from 'vitest'
import { readJournals } from './journals.ts'
import { beginFile, beginTest, endTest } from './reached.ts'

/*
 * A setup file of Vitest: a test whose title ends with nodes of the diagrams fails when it did not reach them.
 * Registered before any hook of a test file, these run before its beforeEach and after its afterEach.
 */

beginFile()

beforeEach(() => {
  readJournals()
  beginTest()
})

afterEach(({ task }) => {
  if (task.concurrent) throw new Error('A concurrent test reaches nodes for its neighbours: run it by itself.')
  readJournals()
  endTest(task.result?.state === 'fail' ? '' : task.name)
})
