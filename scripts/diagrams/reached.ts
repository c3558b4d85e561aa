import type { DiagramNode } from '../../ops/src/diagrams/diagram-nodes.ts'
import { readTitle } from './titles.ts'

/** Nodes reached outside tests, which count for each test of the file: what a beforeAll runs is what they assert on. */
let inFile = new Set<DiagramNode>()
/** Nodes that the test at work reached; null between tests. */
let inTest: Set<DiagramNode> | null = null

/**
 * Notes nodes of the diagrams that the test at work, or the preparation of its file, passed through. Procedures of ops
 * are noted by their journals; any other test says it beside the expectation that shows it.
 */
export function reached(...nodes: DiagramNode[]): void {
  for (const node of nodes) (inTest ?? inFile).add(node)
}

/** Forgets what the file before reached: files share a process. */
export function beginFile(): void {
  inFile = new Set()
  inTest = null
}

export function beginTest(): void {
  inTest = new Set()
}

/** Ends a test that passed. @throws an Error with the nodes that its title names and it did not reach */
export function endTest(title: string): void {
  const nodes = new Set<string>([...inFile, ...(inTest ?? [])])
  inTest = null
  const missing = readTitle(title).nodes.filter(node => !nodes.has(node))
  if (missing.length)
    throw new Error(
      `The title names ${missing.join(' ')}, which this test did not reach (it reached ${[...nodes].join(' ') || 'none'}).`,
    )
}
