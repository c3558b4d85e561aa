import type { Diagram } from '../diagrams/diagram.ts'
import { asHtml, drawDiagram, type NodeState, type NodeVisit } from '../diagrams/drawing.ts'
import { htmlPage } from '../page/page.ts'
import { durationWords } from '../time/duration.ts'
import type { Run, StepRun } from './runs.ts'
import { stepsStyle, stepsTable } from './steps-table.ts'
import { longestWords, stateWords } from './timeline.ts'

/** The style of the nodes and ways of a drawn diagram. */
export const diagramStyle = `
figure { margin: 0; overflow-x: auto } svg { max-width: none; height: auto }
svg text { font: 12px system-ui, sans-serif; text-anchor: middle; fill: var(--ink) } svg .answer { text-anchor: start; fill: var(--soft) }
rect { fill: var(--card); stroke: var(--way); stroke-width: 1.2 } .unvisited text { fill: var(--soft) }
.way { fill: none; stroke: var(--way); stroke-width: 1.2 } .way.taken { stroke: var(--good); stroke-width: 2.4 }
.done rect { fill: var(--good-paper); stroke: var(--good) } .retried rect { fill: var(--watch-paper); stroke: var(--watch) }
.failed rect { fill: var(--bad-paper); stroke: var(--bad); stroke-width: 2 } .undone rect { fill: var(--undone-paper); stroke: var(--undone); stroke-dasharray: 5 3 }
.running rect { fill: var(--busy-paper); stroke: var(--busy); stroke-width: 2 }
.legend span { display: inline-block; margin-right: 1.25rem } .legend i { display: inline-block; width: .9rem; height: .9rem; margin-right: .4rem; border: 1.5px solid; vertical-align: -.1rem }
.legend .done { background: var(--good-paper) } .legend .retried { background: var(--watch-paper) } .legend .failed { background: var(--bad-paper) }
.legend .undone { background: var(--undone-paper) } .legend .running { background: var(--busy-paper) }
`

const LEGEND: Record<NodeState, string> = {
  done: 'fait',
  retried: 'fait après plusieurs essais',
  failed: 'échoué',
  undone: 'défait',
  running: 'en cours ou interrompu',
}

/** What the colours of a drawn diagram mean. */
export const diagramLegend = `<p class="legend">${Object.entries(LEGEND)
  .map(([state, word]) => `<span><i class="${state}"></i>${word}</span>`)
  .join('')}</p>`

/** A run as one HTML file that opens offline: its timeline, and its way through each of its diagrams. */
export function runPage(run: Run, diagrams: Map<string, Diagram>): string {
  const title = `${run.procedure} ${run.environment}, ${stateWords[run.state]}`
  const longest = longestWords(run)
  const body = `<h1>${asHtml(title)}</h1>
<p>${asHtml(run.name)} · ${asHtml(run.by)}${run.ms === null ? '' : ` · ${durationWords(run.ms)}`}</p>
${longest ? `<p>${asHtml(longest)}</p>` : ''}
${stepsTable(run)}
${diagramLegend}
${drawRun(run, diagrams)
  .map(({ number, title, svg }) => `<h2>${number} ${asHtml(title)}</h2><figure tabindex="0">${svg}</figure>`)
  .join('\n')}
`
  return htmlPage({ title, body, style: `${diagramStyle}${stepsStyle}` })
}

/** The way of a run through each of its diagrams, the one with most of its steps first. */
export function drawRun(run: Run, diagrams: Map<string, Diagram>): { number: string; title: string; svg: string }[] {
  const visited = Map.groupBy(run.steps.flatMap(nodesOf), numberOf)
  return [...visited]
    .sort(([one, here], [other, there]) => there.length - here.length || one.localeCompare(other))
    .flatMap(([number]) => {
      const diagram = diagrams.get(number)
      return diagram ? [{ number, title: diagram.title, svg: drawDiagram(diagram, visitsOf(run, number)) }] : []
    })
}

/** The last state of each node of a diagram: a step that was done and then undone is undone. */
function visitsOf(run: Run, number: string): Map<string, NodeVisit> {
  const visits = new Map<string, NodeVisit>()
  for (const step of run.steps)
    for (const node of nodesOf(step).filter(node => numberOf(node) === number))
      visits.set(node.slice(number.length + 1), {
        state: stateOf(step),
        note: step.ms === null ? '' : `(${durationWords(step.ms)})`,
      })
  return visits
}

function stateOf({ kind, state, retries }: StepRun): NodeState {
  if (state !== 'done') return state
  if (kind === 'undo') return 'undone'
  return retries.length ? 'retried' : 'done'
}

const nodesOf = ({ node, also }: StepRun) => [node, ...also]
const numberOf = (node: string) => node.split('/')[0] ?? ''
