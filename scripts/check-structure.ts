import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { browserLoadFaults } from './structure/browser-load.ts'
import { circleFaults } from './structure/circles.ts'
import { directionFaults } from './structure/directions.ts'
import { exportFaults } from './structure/exports.ts'
import { looseTextFaults } from './structure/loose-text.ts'
import { migrationFaults } from './structure/migrations.ts'
import { nameFaults } from './structure/names.ts'
import { partFaults } from './structure/parts-on-demand.ts'
import { sizeFaults } from './structure/sizes.ts'
import type { Fault, Sources } from './structure/source.ts'
import { spreadFaults } from './structure/spreads.ts'
import { typeNameFaults } from './structure/type-names.ts'
import { wordFaults } from './structure/words.ts'

const ROOT = join(import.meta.dirname, '..')
const HOUSE = ['{contract,backend,frontend,scripts,bench,ops}/**/*.{ts,tsx,mjs,astro,sql}']
const OUTSIDE = /(^|\/)(node_modules|dist[^/]*|\.astro|test-results|results)(\/|$)|\.d\.ts$/

/** Every source file of the house with its text. */
async function readSources(): Promise<Sources> {
  const sources: Sources = new Map()
  for await (const path of glob(HOUSE, { cwd: ROOT, exclude: name => OUTSIDE.test(name) }))
    if (!OUTSIDE.test(path)) sources.set(path, await readFile(join(ROOT, path), 'utf8'))
  return sources
}

const sources = await readSources()
const rules: ((sources: Sources) => Fault[])[] = [
  nameFaults,
  typeNameFaults,
  sizeFaults,
  spreadFaults,
  directionFaults,
  circleFaults,
  browserLoadFaults,
  looseTextFaults,
  wordFaults,
  partFaults,
  exportFaults,
  migrationFaults,
]
const faults = rules.flatMap(rule => rule(sources))
for (const { path, sentence } of faults) console.error(`${path}\n  ${sentence}`)
if (faults.length) process.exitCode = 1
else console.log(`${sources.size} files keep to the vocabulary, the sizes and the directions of the house.`)
