import { glob, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readDiagram } from './diagrams/diagram.ts'
import { proofsIn } from './diagrams/proofs.ts'
import { coverageFaults, coveragePage } from './diagrams/report.ts'

/*
 * Writes docs/coverage.md; with --check it writes nothing and fails when the page is not up to date.
 */

const ROOT = join(import.meta.dirname, '..')
const PAGE = 'docs/coverage.md'
const TESTS = ['{contract,backend,frontend,ops}/**/*.test.{ts,tsx}', 'frontend/e2e/*.spec.ts']

async function readAll<T>(patterns: string[], read: (path: string, text: string) => T): Promise<T[]> {
  const paths: string[] = []
  for await (const path of glob(patterns, { cwd: ROOT, exclude: name => name.endsWith('node_modules') }))
    paths.push(path)
  return Promise.all(paths.sort().map(async path => read(path, await readFile(join(ROOT, path), 'utf8'))))
}

const diagrams = await readAll(['docs/processus/*.mmd'], (path, text) => readDiagram(basename(path, '.mmd'), text))
const proofs = (await readAll(TESTS, proofsIn)).flat()
const page = coveragePage(diagrams, proofs)
const faults = coverageFaults(diagrams, proofs)

if (!process.argv.includes('--check')) await writeFile(join(ROOT, PAGE), page)
else if ((await readFile(join(ROOT, PAGE), 'utf8').catch(() => '')) !== page)
  faults.push(`${PAGE} is not up to date: run npm run coverage.`)
for (const fault of faults) console.error(fault)
if (faults.length) process.exitCode = 1
else console.log(`${proofs.length} tests prove the steps of ${diagrams.length} diagrams.`)
