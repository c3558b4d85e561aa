import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { incidentWith } from '../../../test/incident/on-call.ts'
import { readDiagrams } from '../../diagrams/diagrams.ts'
import type { Run, StepRun } from '../../runs/runs.ts'
import type { Incident, IncidentLine } from '../incident.ts'
import { asMarkdown } from './markdown.ts'
import { reportPage } from './page.ts'
import { reportOf } from './report.ts'
import { closedTime, runsDuring, timelineOf } from './timeline.ts'

const at = (clock: string) => `2026-11-23T${clock}:00.000Z`
const now = new Date(at('05:00'))

function ran(procedure: string, clock: string, seconds: number, more: Partial<Run> = {}): Run {
  return {
    name: `run-${procedure}`,
    procedure,
    environment: 'prod',
    by: 'exploitante',
    unchanged: false,
    broughtBack: null,
    damage: null,
    order: null,
    startedAt: at(clock),
    state: 'done',
    input: {},
    ms: seconds * 1000,
    reason: null,
    steps: [],
    notes: [],
    ...more,
  }
}

function step(title: string, clock: string, more: Partial<StepRun> = {}): StepRun {
  return {
    kind: 'step',
    node: '4.3/S',
    also: [],
    title,
    startedAt: at(clock),
    state: 'done',
    retries: [],
    detail: null,
    ms: 0,
    ...more,
  }
}

const look = (clock: string, well: boolean): IncidentLine => ({
  at: at(clock),
  kind: 'looked',
  well,
  said: well ? '' : 'muet',
})
const closed: IncidentLine = {
  at: at('04:30'),
  kind: 'closed',
  by: 'exploitante',
  text: 'Rétabli.',
  review: '2026-11-28',
}

function report(incident: Incident, runs: Run[] = []): string {
  return asMarkdown(reportOf({ incident, runs, now }))
}

test('the timeline has lines and runs in their order, and of many looks those at which something changed [4.3/AY]', () => {
  const incident = incidentWith([
    look('03:30', true),
    look('03:31', true),
    look('03:32', false),
    look('03:33', false),
    look('03:34', true),
  ])
  const moments = timelineOf(incident, [
    ran('rollback', '03:12', 60, { state: 'undone', reason: 'image cassée\nligne 2' }),
  ])
  expect(moments.map(({ at, said }) => `${at.slice(11, 16)} ${said}`)).toEqual([
    '03:05 début constaté',
    '03:10 incident ouvert par exploitante, P1 : Les joueurs voient une erreur',
    '03:12 retour en arrière par exploitante (run-rollback)',
    '03:13 retour en arrière échoué, défait : image cassée',
    '03:30 l’observation commence',
    '03:32 faute observée : muet',
    '03:34 de nouveau en état',
  ])
  reached('4.3/AY')
})

test('runs belong to an incident when they were at work during it', () => {
  const runs = [
    ran('nightly', '02:00', 60),
    ran('deploy', '03:00', 600),
    ran('rollback', '03:20', 60),
    ran('deploy', '04:45', 60),
  ]
  expect(runsDuring(runs, at('03:05'), at('04:30')).map(({ startedAt }) => startedAt)).toEqual([
    at('03:00'),
    at('03:20'),
  ])
})

test('the time behind the maintenance page is that between closing and opening, within the incident', () => {
  const close = step('Montrer la page de maintenance', '03:00')
  const open = step('Retirer la page de maintenance', '03:25')
  const again = step('Mettre la page de maintenance', '04:20')
  const failed = step('Montrer la page de maintenance', '03:40', { state: 'failed' })
  const runs = [
    ran('maintenance-on', '03:00', 1, { steps: [close] }),
    ran('restore', '03:20', 1, { steps: [open, failed, again] }),
  ]
  expect(closedTime(runs, at('03:05'), at('04:30'))).toBe(30 * 60_000)
  expect(closedTime([], at('03:05'), at('04:30'))).toBe(0)
})

test('the report shows impact, loss and decisions, and leaves to the review what is not known yet [4.3/AY 4.3/AZ]', () => {
  const lines: IncidentLine[] = [
    { at: at('03:11'), kind: 'noted', text: 'retour en arrière', by: 'exploitante', decision: true },
    { at: at('03:12'), kind: 'told', level: 1, subject: '[prod] INCIDENT', unsent: ['webhook : il répond 500'] },
    { at: at('04:10'), kind: 'stable', minutes: 30, from: at('03:40') },
    { at: at('04:29'), kind: 'counted', requests: 12_000, errors: 840, closed: 31 },
    closed,
  ]
  const restored = ran('restore', '03:20', 120, {
    steps: [step('Mesurer ce qui serait perdu', '03:20', { node: '4.3/AH', detail: '12 participations depuis 03:00' })],
  })
  const said = report(incidentWith(lines), [restored])
  for (const part of [
    '| Durée | 35 min 00 |',
    '| Stabilité | observée 30 min sans une faute |',
    `840 réponses 5xx sur ${(12_000).toLocaleString('fr-FR')} requêtes ; 31 renvoyées`,
    '- 12 participations depuis 03:00 (run-restore)',
    '- 03:11 exploitante : retour en arrière',
    'Prévue le 2026-11-28.',
    '5 min 00 entre le début constaté et l’ouverture.',
    '- webhook : il répond 500',
    '_À compléter à la revue._',
  ])
    expect(said).toContain(part)
  reached('4.3/AY', '4.3/AZ')
})

test('a report can be asked for while the incident goes on', () => {
  const said = report(incidentWith([]))
  expect(said).toContain('| Rétabli | pas encore |')
  expect(said).toContain('| Durée | 1 h 55 |')
  expect(said).toContain('Aucune décision notée.')
  expect(said).toContain('comptées à la fermeture')
})

test('what an operator typed stays text, in Markdown and in HTML', async () => {
  const nasty: IncidentLine = {
    at: at('03:20'),
    kind: 'noted',
    text: '<script>alert(1)</script> a|b\nligne',
    by: 'x',
    decision: true,
  }
  const incident = incidentWith([nasty, closed])
  expect(report(incident)).toContain('\\<script\\>alert(1)\\</script\\> a\\|b ; ligne')
  const facts = { incident, runs: [ran('rollback', '03:12', 60)], diagrams: await readDiagrams() }
  const page = reportPage(reportOf({ ...facts, now }), facts)
  expect(page).not.toContain('<script>')
  expect(page).toMatch(/<h2>4\.3 /)
  expect(page).toMatch(/<g class="node done"><rect[^>]*\/><text><tspan[^>]*>F · /)
  expect(page).not.toMatch(/(src|href)=|url\(|@import/)
})
