import { glob, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readDiagram } from '../ops/src/diagrams/diagram.ts'
import { nodesFile } from './diagrams/nodes-file.ts'
import { journeyFaults, proofsIn } from './diagrams/proofs.ts'
import { coverageFaults, coveragePage } from './diagrams/report.ts'

/*
 * Writes docs/coverage.md, and the type of all diagram nodes that the procedures of ops are held by; with --check it
 * writes nothing and fails when one of them is not up to date.
 */

const ROOT = join(import.meta.dirname, '..')
const PAGE = 'docs/coverage.md'
const NODES = 'ops/src/diagrams/diagram-nodes.ts'
const JOURNEYS = 'frontend/e2e/*.spec.ts'
const TESTS = ['{contract,backend,frontend,ops}/**/*.test.{ts,tsx}', JOURNEYS]

async function readAll<T>(patterns: string[], read: (path: string, text: string) => T): Promise<T[]> {
  const paths: string[] = []
  for await (const path of glob(patterns, { cwd: ROOT, exclude: name => name.endsWith('node_modules') }))
    paths.push(path)
  return Promise.all(paths.sort().map(async path => read(path, await readFile(join(ROOT, path), 'utf8'))))
}

const diagrams = await readAll(['docs/processus/*.mmd'], (path, text) => readDiagram(basename(path, '.mmd'), text))
const proofs = (await readAll(TESTS, proofsIn)).flat()
const faults = [...coverageFaults(diagrams, proofs), ...(await readAll([JOURNEYS], journeyFaults)).flat()]
const written = new Map([
  [PAGE, coveragePage(diagrams, proofs)],
  [NODES, nodesFile(diagrams)],
])

for (const [path, text] of written) {
  if (!process.argv.includes('--check')) await writeFile(join(ROOT, path), text)
  else if ((await readFile(join(ROOT, path), 'utf8').catch(() => '')) !== text)
    faults.push(`${path} is not up to date: run npm run coverage.`)
}
for (const fault of faults) console.error(fault)
if (faults.length) process.exitCode = 1
else console.log(`${proofs.length} tests prove the steps of ${diagrams.length} diagrams.`)
