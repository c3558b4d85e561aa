import type { Diagram } from '../diagrams/diagram.ts'
import { asHtml, drawDiagram, type NodeState, type Visit } from '../diagrams/drawing.ts'
import { inSeconds } from '../procedure/progress.ts'
import type { Run, StepRun } from './runs.ts'
import { runTimeline, stateWords } from './timeline.ts'

const STYLE = `
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem; font: 16px/1.5 system-ui, sans-serif; color: #1d2b24; background: #fbf9f3 }
h1 { font-size: 1.5rem } h2 { font-size: 1.125rem; margin-top: 2.5rem }
pre { overflow-x: auto; padding: 1rem; background: #fff; border: 1px solid #d9d4c5; border-radius: .5rem; font-size: .8125rem }
figure { margin: 0; overflow-x: auto } svg { max-width: none; height: auto }
text { font: 12px system-ui, sans-serif; text-anchor: middle; fill: #1d2b24 } .answer { text-anchor: start; fill: #5b6a61 }
rect { fill: #fff; stroke: #c9c3b2; stroke-width: 1.2 } .unvisited text { fill: #6c756f }
.way { fill: none; stroke: #c9c3b2; stroke-width: 1.2 } .way.taken { stroke: #23573f; stroke-width: 2.4 }
.done rect { fill: #dcefe2; stroke: #23573f } .retried rect { fill: #fdf0cf; stroke: #96690c }
.failed rect { fill: #f9dcd6; stroke: #a3291a; stroke-width: 2 } .undone rect { fill: #e6e0f2; stroke: #5a3f8f; stroke-dasharray: 5 3 }
.running rect { fill: #dbe9f6; stroke: #1f5a94; stroke-width: 2 }
.legend span { display: inline-block; margin-right: 1.25rem } .legend i { display: inline-block; width: .9rem; height: .9rem; margin-right: .4rem; border: 1.5px solid; vertical-align: -.1rem }`

const LEGEND: [NodeState, string, string][] = [
  ['done', '#dcefe2', 'fait'],
  ['retried', '#fdf0cf', 'fait après plusieurs essais'],
  ['failed', '#f9dcd6', 'échoué'],
  ['undone', '#e6e0f2', 'défait'],
  ['running', '#dbe9f6', 'en cours ou interrompu'],
]

/** A run as one HTML file that opens offline: its timeline, and the way that it took through each of its diagrams. */
export function runPage(run: Run, diagrams: Map<string, Diagram>): string {
  const numbers = [...new Set(run.steps.flatMap(nodesOf).map(numberOf))].sort()
  const drawn = numbers.flatMap(number => {
    const diagram = diagrams.get(number)
    return diagram
      ? [`<h2>${number} ${asHtml(diagram.title)}</h2><figure>${drawDiagram(diagram, visitsOf(run, number))}</figure>`]
      : []
  })
  const title = `${run.procedure} ${run.environment}, ${stateWords[run.state]}`
  const legend = LEGEND.map(([, colour, word]) => `<span><i style="background:${colour}"></i>${word}</span>`)
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${asHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${asHtml(title)}</h1>
<p>${asHtml(run.name)} · ${asHtml(run.by)}${run.ms === null ? '' : ` · ${inSeconds(run.ms)}`}</p>
${run.reason ? `<p><strong>${asHtml(run.reason)}</strong></p>` : ''}
<pre>${asHtml(runTimeline(run))}</pre>
<p class="legend">${legend.join('')}</p>
${drawn.join('\n')}
</body></html>
`
}

/** The last word on each node of a diagram: what was undone counts more than that it was done. */
function visitsOf(run: Run, number: string): Map<string, Visit> {
  const visits = new Map<string, Visit>()
  for (const step of run.steps)
    for (const node of nodesOf(step).filter(node => numberOf(node) === number))
      visits.set(node.slice(number.length + 1), {
        state: stateOf(step),
        note: step.ms === null ? '' : `(${inSeconds(step.ms)})`,
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
