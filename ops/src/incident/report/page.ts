import type { Diagram } from '../../diagrams/diagram.ts'
import { asHtml, drawDiagram, type NodeVisit } from '../../diagrams/drawing.ts'
import { htmlPage } from '../../page/page.ts'
import { cell, row, rowHead, table } from '../../page/table.ts'
import { diagramLegend, diagramStyle } from '../../runs/run-page.ts'
import type { Run } from '../../runs/runs.ts'
import type { Incident } from '../incident.ts'
import { nodesOf } from './nodes.ts'
import type { IncidentReport, ReportBlock } from './report.ts'

/** A report as one HTML file that opens offline, with the way that the incident took through its diagrams. */
export function reportPage(
  report: IncidentReport,
  { incident, runs, diagrams }: { incident: Incident; runs: Run[]; diagrams: Map<string, Diagram> },
): string {
  const sections = report.sections.map(
    ({ title, blocks }) => `<h2>${asHtml(title)}</h2>\n${blocks.map(block => htmlOf(block, title)).join('\n')}`,
  )
  const visited = visitsOf(incident, runs)
  const drawn = [...visited].sort().flatMap(([number, visits]) => {
    const diagram = diagrams.get(number)
    return diagram
      ? [`<h2>${number} ${asHtml(diagram.title)}</h2><figure>${drawDiagram(diagram, visits)}</figure>`]
      : []
  })
  const body = [`<h1>${asHtml(report.title)}</h1>`, ...sections, ...(drawn.length ? [diagramLegend, ...drawn] : [])]
  return htmlPage({ title: report.title, body: body.join('\n'), style: diagramStyle })
}

/** The diagrams of restoration that the incident and its runs went through. */
function visitsOf(incident: Incident, runs: Run[]): Map<string, Map<string, NodeVisit>> {
  const visits = new Map<string, Map<string, NodeVisit>>()
  const visit = (node: string, state: NodeVisit['state']) => {
    const [number = '', id = ''] = node.split('/')
    if (!number.startsWith('4.')) return
    visits.set(number, (visits.get(number) ?? new Map()).set(id, { state, note: '' }))
  }
  for (const node of nodesOf(incident)) visit(node, 'done')
  for (const { steps } of runs)
    for (const { node, also, state, kind } of steps)
      for (const one of [node, ...also]) visit(one, kind === 'undo' && state === 'done' ? 'undone' : state)
  return visits
}

function htmlOf(block: ReportBlock, title: string): string {
  if ('text' in block) return `<p>${inline(block.text)}</p>`
  if ('list' in block) return `<ul>${block.list.map(item => `<li>${asHtml(item)}</li>`).join('')}</ul>`
  const { heads, rows } = block.table
  const rowOf = ([first = '', ...rest]: string[]) =>
    row([heads.length ? cell(first) : rowHead(first), ...rest.map(cell)])
  return table(heads, rows.map(rowOf), title)
}

/** Blanks to fill in are marked by `_…_`, as in Markdown. */
function inline(text: string): string {
  const [, left] = /^_(.+)_$/.exec(text) ?? []
  return left ? `<em>${asHtml(left)}</em>` : asHtml(text)
}
