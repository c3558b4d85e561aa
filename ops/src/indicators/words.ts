import { asHtml } from '../diagrams/drawing.ts'
import { DAY_MS } from '../time/duration.ts'
import { dateText } from '../time/words.ts'
import type { Indicator, IndicatorTrend } from './indicators.ts'
import type { IndicatorPeriod } from './period.ts'

type IndicatorGrade = 'good' | 'bad' | 'unknown'

/** Whether the objective of an indicator is met; unknown if it has no figure. */
export function gradeOf({ now }: Pick<Indicator, 'now'>): IndicatorGrade {
  return now ? (now.held ? 'good' : 'bad') : 'unknown'
}

const gradeWords: Record<IndicatorGrade, string> = { good: 'tenu', bad: 'manqué', unknown: 'inconnu' }
const MARKS: Record<IndicatorGrade, string> = { good: '✓', bad: '✗', unknown: '?' }
const TRENDS: Record<IndicatorTrend, string> = { better: 'mieux', worse: 'moins bien', same: 'stable' }

/** `du 2026-10-24 au 2026-11-23 (30 jours)`. */
export function periodWords({ from, to }: IndicatorPeriod): string {
  const days = (to.getTime() - from.getTime()) / DAY_MS
  const length = days >= 1 ? `${Math.round(days)} jour${days >= 2 ? 's' : ''}` : `${Math.round(days * 24)} h`
  return `du ${dateText(from)} au ${dateText(to)} (${length})`
}

/** An indicator as the terminal shows it: its figure against its objective, then what it is made of. */
export function indicatorLines(indicator: Indicator): string {
  const { title, objective, now } = indicator
  const said = now?.said ?? 'aucune donnée'
  const head = `  ${MARKS[gradeOf(indicator)]} ${title.padEnd(37)} ${said.padEnd(24)} objectif ${objective.padEnd(13)} ${trendWords(indicator)}`
  const details = (now?.details ?? []).map(detail => `      ${detail}`)
  const doubts = (now?.doubts ?? []).map(doubt => `    ! ${doubt}`)
  return [head.trimEnd(), ...details, ...doubts, ''].join('\n')
}

/** `mieux (12 min 00 avant)`; if only the period before has a figure, that figure. */
function trendWords({ trend, now, before }: Indicator): string {
  if (trend && before) return `${TRENDS[trend]} (${before.said} avant)`
  return now && !before ? 'rien avant' : !now && before ? `${before.said} avant` : ''
}

/** The indicators as cards of a page, beside each other where the screen is wide enough. */
export function indicatorCards(indicators: readonly Indicator[]): string {
  return `<ul class="cards">${indicators.map(indicatorCard).join('')}</ul>`
}

function indicatorCard(indicator: Indicator): string {
  const { title, objective, definition, now } = indicator
  const grade = gradeOf(indicator)
  const trend = trendWords(indicator)
  const details = listOf('details', now?.details)
  const doubts = now?.doubts.length
    ? `<p>Dans le doute, la valeur la moins bonne :</p>${listOf('doubts', now.doubts)}`
    : ''
  return `<li class="card"><h3>${asHtml(title)}</h3>
<p class="value">${asHtml(now?.said ?? 'aucune donnée')}</p>
<p><span class="badge ${grade}">${gradeWords[grade]}</span> objectif ${asHtml(objective)}${trend ? ` · ${asHtml(trend)}` : ''}</p>
${details}${doubts}
<p class="soft">${asHtml(definition)}</p></li>`
}

function listOf(name: string, sentences: readonly string[] = []): string {
  const items = sentences.map(sentence => `<li>${asHtml(sentence)}</li>`).join('')
  return items && `<ul class="${name}">${items}</ul>`
}

/** Cards, and coloured words: the colour adds nothing to the word. */
export const cardStyle = `
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: .9rem; margin: 0; padding: 0; list-style: none }
.card { padding: 1rem 1.15rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card) }
.card h3 { margin: 0; font-size: 1rem } .card p { margin: .35rem 0 } .card .value { font-size: 1.6rem; font-weight: 600; line-height: 1.2 }
.card .details, .card .doubts { margin: .6rem 0; padding-left: 1.1rem } .card .details, .card .doubts, .card .soft { font-size: .875rem }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .875rem; white-space: nowrap }
.badge.good { color: var(--good); background: var(--good-paper) } .badge.bad { color: var(--bad); background: var(--bad-paper) }
.badge.watch { color: var(--watch); background: var(--watch-paper) } .badge.unknown { color: var(--soft) } .badge.busy { color: var(--busy); background: var(--busy-paper) }
`
