import type { Diagram } from '../../diagrams/diagram.ts'
import { asHtml } from '../../diagrams/drawing.ts'
import { diagramLegend, drawRun } from '../../runs/run-page.ts'
import type { Run } from '../../runs/runs.ts'
import { stepsTable } from '../../runs/steps-table.ts'
import { stateWords } from '../../runs/timeline.ts'
import { durationWords } from '../../time/duration.ts'
import type { ControlRoom } from '../room.ts'
import { minuteOf } from './moment.ts'

const SHOWN = 20
/** Drawings are large: `tiptop runs show` draws the others. */
const DRAWN = 5

const GRADES: Record<Run['state'], string> = {
  done: 'good',
  running: 'busy',
  failed: 'bad',
  undone: 'watch',
  stuck: 'bad',
  interrupted: 'bad',
  unknown: 'watch',
}

/** The last runs, each of which opens; the newest are drawn on the diagrams that they follow. */
export function runsSection({ runs, environment }: ControlRoom, diagrams: Map<string, Diagram>): string {
  if (!runs.length) return '<h2>Exécutions</h2><p>Rien n’a encore été exécuté ici.</p>'
  const entries = runs.slice(0, SHOWN).map((run, place) => runEntry(run, place < DRAWN ? diagrams : new Map()))
  const more =
    runs.length > SHOWN ? `<p class="soft">Les autres : <code>tiptop runs list ${environment}</code></p>` : ''
  return `<h2>Exécutions</h2>${diagramLegend}${entries.join('')}${more}`
}

function runEntry(run: Run, diagrams: Map<string, Diagram>): string {
  const took = run.ms === null ? '' : `, ${durationWords(run.ms)}`
  const [drawn] = drawRun(run, diagrams)
  const drawing = drawn
    ? `<h3>${drawn.number} ${asHtml(drawn.title)}</h3><figure tabindex="0">${drawn.svg}</figure>`
    : ''
  return `<details><summary><span class="badge ${GRADES[run.state]}">${stateWords[run.state]}</span> <strong>${asHtml(run.procedure)}</strong> ${minuteOf(run.startedAt)}${took} <span class="soft">${asHtml(run.by)}</span></summary>${stepsTable(run)}${drawing}</details>`
}
