import { Graph, layout } from '@dagrejs/dagre'
import type { Diagram } from './diagram.ts'

export type NodeState = 'done' | 'retried' | 'failed' | 'undone' | 'running'

/** What a run did at a node: its state, and a note to show with it. */
export type NodeVisit = { state: NodeState; note: string }

const LINE = 15
const LETTER = 6.6
const WIDEST = 28

/**
 * A diagram as SVG, with the way of a run through it: nodes have the style of their state, and edges between two visited
 * nodes are strong. Needs no other file.
 */
export function drawDiagram(diagram: Diagram, visits: Map<string, NodeVisit>): string {
  const graph = arrange(diagram, visits)
  const { width = 0, height = 0 } = graph.graph()
  const edges = graph.edges().map(edge => {
    const { points, label } = graph.edge(edge)
    const taken = visits.has(edge.v) && visits.has(edge.w) ? ' taken' : ''
    const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 }
    const path = `<path class="way${taken}" d="M${points.map(({ x, y }) => `${round(x)},${round(y)}`).join('L')}"/>`
    return (
      path +
      (label ? `<text class="answer" x="${round(middle.x + 4)}" y="${round(middle.y)}">${asHtml(label)}</text>` : '')
    )
  })
  const nodes = graph.nodes().map(id => drawNode(diagram, id, graph.node(id), visits.get(id)))
  const box = `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`
  return `<svg viewBox="${box}" width="${Math.ceil(width)}" role="img" aria-label="${asHtml(diagram.title)}">${edges.join('')}${nodes.join('')}</svg>`
}

/** The part of dagre's graph that is used here, as its own declarations do not resolve. */
type Arranged = {
  graph(): { width?: number; height?: number }
  nodes(): string[]
  node(id: string): Box
  edges(): { v: string; w: string }[]
  edge(edge: { v: string; w: string }): { points: { x: number; y: number }[]; label: string }
}
type Box = { x: number; y: number; width: number; height: number; lines: string[] }

function arrange(diagram: Diagram, visits: Map<string, NodeVisit>): Arranged {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 34, marginx: 12, marginy: 12 })
  for (const [id, wording] of diagram.steps) {
    const lines = [...wrap(`${id} · ${wording}`), ...wrap(visits.get(id)?.note ?? '')]
    const longest = Math.max(...lines.map(line => line.length))
    graph.setNode(id, { lines, width: longest * LETTER + 26, height: lines.length * LINE + 18 })
  }
  for (const [index, { from, to, label }] of diagram.edges.entries())
    graph.setEdge(from, to, { label, width: label.length * LETTER, height: LINE }, String(index))
  layout(graph)
  return graph as unknown as Arranged
}

function drawNode(
  diagram: Diagram,
  id: string,
  { x, y, width, height, lines }: Box,
  visit: NodeVisit | undefined,
): string {
  const radius = { end: height / 2, act: 5, question: 16 }[diagram.shapes.get(id) ?? 'act']
  const left = round(x - width / 2)
  const top = round(y - height / 2)
  const text = lines.map(
    (line, index) => `<tspan x="${round(x)}" y="${round(y - height / 2 + 21 + index * LINE)}">${asHtml(line)}</tspan>`,
  )
  const frame = `<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`
  return `<g class="node ${visit?.state ?? 'unvisited'}">${frame}<text>${text.join('')}</text></g>`
}

function wrap(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= WIDEST) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const round = (value: number) => Math.round(value * 10) / 10

/** Escapes text for HTML and SVG. */
export function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
