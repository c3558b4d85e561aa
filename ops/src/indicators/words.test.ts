import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../time/duration.ts'
import type { Indicator } from './indicators.ts'
import { periodUntil } from './period.ts'
import { gradeOf, indicatorCards, indicatorLines, periodWords } from './words.ts'

const measure = (said: string, held: boolean, ...details: string[]) => ({ value: 1, said, held, details, doubts: [] })
const indicator = (own: Partial<Indicator> = {}): Indicator => ({
  name: 'rto',
  title: 'RTO, temps de restauration',
  objective: '< 30 min',
  definition: 'Le plus long <retour>.',
  now: null,
  before: null,
  trend: null,
  ...own,
})

test('an indicator meets its objective, misses it, or has no figure', () => {
  expect(gradeOf({ now: measure('', true) })).toBe('good')
  expect(gradeOf({ now: measure('', false) })).toBe('bad')
  expect(gradeOf({ now: null })).toBe('unknown')
})

test('a period is written with its days and its length', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const words = [30 * DAY_MS, 2 * DAY_MS, DAY_MS, 6 * HOUR_MS].map(ms => periodWords(periodUntil(now, ms)))
  expect(words).toEqual([
    'du 2026-10-24 au 2026-11-23 (30 jours)',
    'du 2026-11-21 au 2026-11-23 (2 jours)',
    'du 2026-11-22 au 2026-11-23 (1 jour)',
    'du 2026-11-23 au 2026-11-23 (6 h)',
  ])
})

test('the terminal shows the figure, the objective, the trend and the details', () => {
  const now = measure('12 min 00', true, 'le plus long de 2 retours', 'x')
  const before = measure('20 min 00', true)
  const shown = [
    indicator({ now, before, trend: 'better' }),
    indicator({ now: measure('40 min 00', false), before, trend: 'worse' }),
    indicator({ now: before, before, trend: 'same' }),
    indicator({ now: before }),
    indicator({ before }),
    indicator({ now: before, before }),
    indicator(),
  ].map(indicatorLines)
  expect(shown).toEqual([
    `  ✓ RTO, temps de restauration            12 min 00                objectif < 30 min      mieux (20 min 00 avant)
      le plus long de 2 retours
      x
`,
    '  ✗ RTO, temps de restauration            40 min 00                objectif < 30 min      moins bien (20 min 00 avant)\n',
    '  ✓ RTO, temps de restauration            20 min 00                objectif < 30 min      stable (20 min 00 avant)\n',
    '  ✓ RTO, temps de restauration            20 min 00                objectif < 30 min      rien avant\n',
    '  ? RTO, temps de restauration            aucune donnée            objectif < 30 min      20 min 00 avant\n',
    '  ✓ RTO, temps de restauration            20 min 00                objectif < 30 min\n',
    '  ? RTO, temps de restauration            aucune donnée            objectif < 30 min\n',
  ])
})

test('a card of a page shows the same, with its definition, and escapes what it quotes', () => {
  const now = measure('12 min 00', true, 'a < b', 'c')
  const before = measure('20 min 00', true)
  expect(indicatorCards([indicator({ now, before, trend: 'better' }), indicator()])).toBe(
    `<ul class="cards"><li class="card"><h3>RTO, temps de restauration</h3>
<p class="value">12 min 00</p>
<p><span class="badge good">tenu</span> objectif &lt; 30 min · mieux (20 min 00 avant)</p>
<ul class="details"><li>a &lt; b</li><li>c</li></ul>
<p class="soft">Le plus long &lt;retour&gt;.</p></li><li class="card"><h3>RTO, temps de restauration</h3>
<p class="value">aucune donnée</p>
<p><span class="badge unknown">inconnu</span> objectif &lt; 30 min</p>

<p class="soft">Le plus long &lt;retour&gt;.</p></li></ul>`,
  )
  expect(indicatorCards([indicator({ now: measure('', false) })])).toContain('<span class="badge bad">manqué</span>')
})

test('what makes a figure worse than it could look is shown beside it', () => {
  const now = { ...measure('8 h 00', false), doubts: ['i a <rechuté>'] }
  expect(indicatorLines(indicator({ now }))).toMatch(/\n {4}! i a <rechuté>\n$/)
  expect(indicatorCards([indicator({ now })])).toContain(
    '<p>Dans le doute, la valeur la moins bonne :</p><ul class="doubts"><li>i a &lt;rechuté&gt;</li></ul>',
  )
})
