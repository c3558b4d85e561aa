import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { requirementFaults } from './requirements/requirement-faults.ts'

/* Fails when docs/security.md leaves out a requirement, or names a test that is not there. */

const ROOT = join(import.meta.dirname, '..')
const PAGE = 'docs/security.md'

const page = await readFile(join(ROOT, PAGE), 'utf8')
const faults = await requirementFaults(page, link => {
  const path = relative(ROOT, join(ROOT, 'docs', link))
  return readFile(join(ROOT, path), 'utf8').catch(() => null)
})
for (const fault of faults) console.error(`${PAGE}: ${fault}`)
if (faults.length) process.exitCode = 1
else console.log('Each requirement has its test or its reason.')
