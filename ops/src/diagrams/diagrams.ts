import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Diagram, readDiagram } from './diagram.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'processus')

/** All diagrams, by their number. */
export async function readDiagrams(): Promise<Map<string, Diagram>> {
  const files = (await readdir(FOLDER)).filter(file => file.endsWith('.mmd')).sort()
  const diagrams = await Promise.all(
    files.map(async file => readDiagram(basename(file, '.mmd'), await readFile(join(FOLDER, file), 'utf8'))),
  )
  return new Map(diagrams.map(diagram => [diagram.number, diagram]))
}
