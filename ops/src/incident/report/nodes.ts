import type { DiagramNode } from '../../diagrams/diagram-nodes.ts'
import type { Incident, IncidentLine } from '../incident.ts'
import { preprodNodes, ways } from '../severity.ts'

type Told = Extract<IncidentLine, { kind: 'told' }>

/** A notice that reached no person has told nothing. */
function hasArrived({ reached, unsent }: Told): boolean {
  return reached ?? !unsent.length
}

function toldNodes({ level, ends }: Told, preprod: boolean): readonly DiagramNode[] {
  if (level === 2) return preprod ? ['4.2/AE', '4.2/AG'] : ['4.3/AU', '4.3/BB', '4.3/BC']
  if (preprod) return []
  return ends ? ['4.3/AX'] : ['4.3/C']
}

function devNodes(line: IncidentLine): readonly DiagramNode[] {
  if (line.kind === 'told') return line.level === 2 && hasArrived(line) ? ['4.1/U', '4.1/W'] : []
  return line.kind === 'diagnosed' ? line.path : []
}

/** The nodes of 4.1 to 4.4 that an incident has gone through itself, without those of its runs. */
export function nodesOf({ environment, lines }: Pick<Incident, 'environment' | 'lines'>): DiagramNode[] {
  if (environment === 'dev') return [...new Set<DiagramNode>(['4.1/A', ...lines.flatMap(devNodes)])]
  const preprod = environment === 'preprod'
  const nodes = lines.flatMap((line): readonly DiagramNode[] => {
    switch (line.kind) {
      case 'opened':
        return preprod ? ['4.2/A', ...preprodNodes[line.severity]] : ['4.3/A', '4.3/B', ...ways[line.severity].nodes]
      case 'graded':
        return preprod ? preprodNodes[line.severity] : ways[line.severity].nodes
      case 'diagnosed':
        return preprod ? ['4.2/B', '4.2/F', ...line.path] : ['4.3/D', ...line.path]
      case 'told':
        return hasArrived(line) ? toldNodes(line, preprod) : []
      case 'stable':
        return preprod || !line.minutes ? [] : ['4.3/AW']
      case 'planned':
        return preprod ? [] : ['4.3/K']
      case 'closed':
        return preprod ? ['4.2/AH', '4.2/AI'] : ['4.3/AY', ...(line.invitation ? ['4.3/AZ' as const] : []), '4.3/BA']
      default:
        return []
    }
  })
  return [...new Set(nodes)]
}
