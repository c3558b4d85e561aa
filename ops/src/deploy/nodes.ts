import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import type { Environment } from '../environment/environment.ts'
import type { StepNodes } from '../procedure/procedure.ts'

type NodeOf<Diagram extends string> = Extract<DiagramNode, `${Diagram}/${string}`>
/** Nodes of an environment's own diagram; of 2.1 where it has none, or where it leads elsewhere than its neighbours. */
type Column<Diagram extends string> = NodeOf<Diagram | '2.1'> | readonly NodeOf<Diagram | '2.1'>[]

/**
 * The nodes of one step of a deployment: in dev's diagram 2.2, in preprod's 2.3, in prod's 2.4, and in 2.1, which is the
 * same for all three.
 */
type DeploymentNodes = (
  dev: Column<'2.2'>,
  preprod: Column<'2.3'>,
  prod: Column<'2.4'>,
  ...overall: NodeOf<'2.1'>[]
) => StepNodes

/** Picks the nodes of one environment: 2.2, 2.3 and 2.4 are one procedure whose steps bear different names. */
export function nodesFor(environment: Environment): DeploymentNodes {
  return (dev, preprod, prod, ...overall) => {
    const own = { dev, preprod, prod }[environment]
    const [first, ...more] = [own].flat().concat(overall)
    if (!first) throw new Error(`A step without a node in ${environment}.`)
    return more.length ? [first, ...more] : first
  }
}

/** Where a deployment begins: with the approval of a person, if the environment asks for one. */
export function approvalNodes(environment: Environment): StepNodes {
  return nodesFor(environment)('2.2/C', '2.3/C', ['2.4/C', '2.4/D'], '2.1/F')
}

/** Where a deployment goes back once traffic went to its release. */
export function goBackNodes(environment: Environment): StepNodes {
  return nodesFor(environment)([], '2.3/AL', ['2.4/AM', '2.4/AN'], '2.1/T')
}
