import type { Diagram } from '../diagrams/diagram.ts'
import { asHtml } from '../diagrams/drawing.ts'
import { cardStyle, indicatorCards, periodWords } from '../indicators/words.ts'
import { htmlPage } from '../page/page.ts'
import { diagramStyle } from '../runs/run-page.ts'
import { stepsStyle } from '../runs/steps-table.ts'
import type { ControlRoom } from './room.ts'
import { minuteOf } from './sections/moment.ts'
import { runsSection } from './sections/runs.ts'
import { backupsSection, pointsSection, trialsSection } from './sections/saved.ts'
import { attentionSection, stateSection } from './sections/state.ts'

const STYLE = `
.attention { margin: 1.5rem 0; padding: 1rem 1.25rem; border: 1px solid var(--bad); border-left-width: .4rem; border-radius: .5rem; background: var(--card) }
.attention h2 { margin: 0 } .attention ul { margin: .5rem 0 0; padding-left: 1.25rem } .attention li { margin: .35rem 0 }
.calm { margin: 1.5rem 0; padding: .75rem 1.25rem; border: 1px solid var(--good); border-left-width: .4rem; border-radius: .5rem; background: var(--card) }
code { padding: .05rem .35rem; border: 1px solid var(--line); border-radius: .25rem; background: var(--paper) }
.wide tbody th { width: 14rem }
details { margin: .4rem 0; border: 1px solid var(--line); border-radius: .5rem; background: var(--card) }
summary { padding: .5rem .9rem; cursor: pointer } details[open] summary { border-bottom: 1px solid var(--line) }
details pre { border: 0; border-radius: 0 } details h3 { margin: 1rem .9rem .25rem; font-size: 1rem } details figure { padding: 0 .9rem 1rem }
@media (max-width: 40rem) { body { padding: 1.25rem .9rem 3rem } .wide tbody th { width: auto } th, td { padding: .35rem .5rem } }
`

/** The control room of an environment as one HTML file, which can be read while everything else is down. */
export function roomPage(room: ControlRoom, diagrams: Map<string, Diagram>): string {
  const title = `Salle de contrôle, ${room.environment}`
  const body = `<main><h1>${asHtml(title)}</h1>
<p class="soft">Faite le ${minuteOf(room.builtAt)}, après une exécution ou par le minuteur, toutes les cinq minutes. Plus ancienne, elle ne dit plus ce qui est : <code>systemctl status tiptop-control@${room.environment}.timer</code></p>
${attentionSection(room)}
${stateSection(room)}
<h2>Indicateurs, ${periodWords(room.period)}</h2>${indicatorCards(room.indicators)}
${runsSection(room, diagrams)}
${backupsSection(room)}
${pointsSection(room)}
${trialsSection(room)}
</main>`
  return htmlPage({ title, body, style: `${diagramStyle}${stepsStyle}${cardStyle}${STYLE}` })
}
