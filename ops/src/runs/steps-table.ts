import { asHtml } from '../diagrams/drawing.ts'
import { cell, row, table } from '../page/table.ts'
import { durationWords } from '../time/duration.ts'
import { clockSecond } from '../time/words.ts'
import type { Run, StepRun } from './runs.ts'

/** The style of {@link stepsTable}: on a phone too, all of its columns are on the screen. */
export const stepsStyle = `
.said { overflow-wrap: anywhere; white-space: pre-line } .steps .failed { color: var(--bad) }
@media (max-width: 40rem) { body { padding-inline: .5rem } .steps th, .steps td { padding: .25rem .3rem; font-size: .75rem } }
`

const HEADS = ['Début', 'Nœud', 'Étape', 'État', 'Durée']

/** A run step by step, after what is noted of it as a whole: when each began, its node, what it reported with each try, how it ended and how long it took. */
export function stepsTable(run: Run): string {
  const notes = [...run.notes, run.damage, run.reason].filter(note => note !== null)
  const said = notes.map(note => `<p class="said">${asHtml(note)}</p>`).join('')
  return `<div class="steps">${said}${table(HEADS, run.steps.map(stepRow), `Étapes de ${run.name}`)}</div>`
}

function stepRow(step: StepRun): string {
  const tries = step.retries.map((reason, index) => `essai ${index + 1} : ${reason}`)
  const said = [step.title, ...(step.detail ? [step.detail] : []), ...tries].map(asHtml)
  const took = step.ms === null ? '–' : durationWords(step.ms)
  return row(
    [
      cell(clockSecond(step.startedAt)),
      cell(step.node),
      `<td class="said">${said.join('\n')}</td>`,
      cell(stateOf(step)),
      `<td class="figure">${took}</td>`,
    ],
    step.state === 'failed' ? ' class="failed"' : '',
  )
}

function stateOf({ kind, state, unseen }: StepRun): string {
  if (state === 'done' && unseen) return 'pas vu'
  if (state === 'done') return kind === 'undo' ? 'défait' : 'fait'
  return state === 'failed' ? 'échoué' : 'en cours'
}
