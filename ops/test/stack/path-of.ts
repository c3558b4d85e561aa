import type { DiagramNode } from '../../src/diagrams/diagram-nodes.ts'
import type { Run, StepRun } from '../../src/runs/runs.ts'

/** The nodes of one diagram through which a run went, in its order; those that it only took back are not among them. */
export function pathOf(run: Run, diagram: string, state: StepRun['state'] = 'done'): DiagramNode[] {
  const steps = run.steps.filter(step => step.kind === 'step' && step.state === state)
  const nodes = steps.flatMap(({ node, also }) => [node, ...also]).filter(node => node.startsWith(`${diagram}/`))
  return [...new Set(nodes)]
}

/** `2.4/A … 2.4/C` for `'2.4', 'A … C'`: as the journal names them. */
export function nodesOf(diagram: string, ids: string): string[] {
  return ids.split(' ').map(id => `${diagram}/${id}`)
}

/** The step with this title, as its run shows it. */
export function stepOf(run: Run, title: string): StepRun {
  const step = run.steps.findLast(step => step.title.startsWith(title))
  if (!step) throw new Error(`${run.name} has no step « ${title} »: ${run.steps.map(step => step.title).join(', ')}`)
  return step
}
