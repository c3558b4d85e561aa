/** A process of the specification: its steps by node id, in the order of the file. */
export type Diagram = { number: string; title: string; implemented: boolean; steps: Map<string, string> }

const STEP = /^\s*([A-Z]{1,2})(?:\(\[(.+)\]\)|\[(.+)\]|\{(.+)\})\s*$/gm

/** Reads a Mermaid flowchart in which each step stands on a line of its own. @param name as in `1.1-participation.mmd` */
export function readDiagram(name: string, text: string): Diagram {
  const steps = [...text.matchAll(STEP)].map(
    ([, id, ...wordings]) => [id as string, wordings.find(Boolean) ?? ''] as const,
  )
  return {
    number: name.split('-')[0] ?? name,
    title: /^%% ([^.]+)\./m.exec(text)?.[1] ?? name,
    implemented: /^%% implemented$/m.test(text),
    steps: new Map(steps),
  }
}
