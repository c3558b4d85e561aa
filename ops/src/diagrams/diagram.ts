/** A process of the specification: its steps by node id, in the order of the file, and the edges between them. */
export type Diagram = {
  number: string
  title: string
  /** whether every step must have a test */
  implemented: boolean
  steps: Map<string, string>
  /** how each step is drawn: as an end, an act or a question */
  shapes: Map<string, NodeShape>
  edges: Edge[]
}
type NodeShape = 'end' | 'act' | 'question'
type Edge = { from: string; to: string; label: string }

const STEP = /^\s*([A-Z]{1,2})(?:\(\[(?<end>.+)\]\)|\[(?<act>.+)\]|\{(?<question>.+)\})\s*$/gm
const EDGE = /^\s*([A-Z]{1,2}) -->(?:\|(.+?)\|)? ([A-Z]{1,2})\s*$/gm

/** Reads a Mermaid flowchart with one step or edge on each line. @param name as in `1.1-participation.mmd` */
export function readDiagram(name: string, text: string): Diagram {
  const steps = new Map<string, string>()
  const shapes = new Map<string, NodeShape>()
  for (const match of text.matchAll(STEP)) {
    const [shape, wording] = Object.entries(match.groups ?? {}).find(([, found]) => found) ?? ['act', '']
    steps.set(match[1] as string, wording)
    shapes.set(match[1] as string, shape as NodeShape)
  }
  return {
    number: name.split('-')[0] ?? name,
    title: /^%% ([^.]+)\./m.exec(text)?.[1] ?? name,
    implemented: /^%% implemented$/m.test(text),
    steps,
    shapes,
    edges: [...text.matchAll(EDGE)].map(([, from, label, to]) => ({
      from: from as string,
      to: to as string,
      label: label ?? '',
    })),
  }
}
