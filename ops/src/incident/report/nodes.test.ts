import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { incidentWith } from '../../../test/incident/on-call.ts'
import type { Incident, IncidentLine } from '../incident.ts'
import { nodesOf } from './nodes.ts'

const at = (clock: string) => `2026-11-23T${clock}:00.000Z`
const planned: IncidentLine = { at: at('09:00'), kind: 'planned', what: '', owner: 'x', until: '2026-11-28', by: 'x' }
const look: IncidentLine = {
  at: at('03:11'),
  kind: 'diagnosed',
  healthy: false,
  decision: 'rollBackBackend',
  command: null,
  said: [],
  path: ['4.4/A', '4.4/B', '4.4/C', '4.4/D'],
}
const told: IncidentLine = { at: at('03:10'), kind: 'told', level: 1, subject: '', unsent: [] }
const invitation = '/srv/x.ics'
const closed: IncidentLine = { at: at('04:00'), kind: 'closed', by: 'x', text: '', review: '2026-11-28', invitation }
const called: IncidentLine = { ...told, at: at('03:30'), level: 2, reached: true }
const ended: IncidentLine = { ...told, at: at('03:59'), reached: true, ends: true }
const stable: IncidentLine = { at: at('03:59'), kind: 'stable', minutes: 30, from: at('03:29') }

test('in production an incident goes through the triage that its severity requires [4.3/A 4.3/E 4.3/F 4.3/G 4.3/H]', () => {
  const triage = (severity: Incident['severity']) => nodesOf(incidentWith([], severity)).join(' ')
  expect(triage('P1')).toBe('4.3/A 4.3/B 4.3/E 4.3/F')
  expect(triage('P2')).toBe('4.3/A 4.3/B 4.3/E 4.3/G 4.3/I')
  expect(triage('P3')).toBe('4.3/A 4.3/B 4.3/E 4.3/H')
  expect(nodesOf(incidentWith([planned], 'P3'))).toContain('4.3/K')
  const all = nodesOf(incidentWith([told, look, called, stable, ended, closed]))
  expect(all).toEqual(
    expect.arrayContaining(['4.3/C', '4.3/D', '4.4/D', '4.3/AU', '4.3/BC', '4.3/AW', '4.3/AX', '4.3/AZ', '4.3/BA']),
  )
  reached('4.3/A', '4.3/E', '4.3/F', '4.3/G', '4.3/H')
})

test('people whom no notice reached were not notified, nor called, nor told of the end', () => {
  const unsent = ['courriel à astreinte@tiptop.test : il répond 550']
  const lost = [told, called, ended].map(line => ({ ...line, unsent, reached: false }))
  for (const environment of ['prod', 'preprod', 'dev'] as const) {
    const nodes = nodesOf({ environment, lines: incidentWith(lost).lines })
    expect(nodes.filter(node => /4\.3\/(C|AU|BB|BC|AX)$|4\.2\/A[EG]$|4\.1\/[UW]$/.test(node))).toEqual([])
  }
  // A mail is lost, and the chat has the notice.
  expect(nodesOf(incidentWith([{ ...told, unsent, reached: true }]))).toContain('4.3/C')
})

test('in preprod an incident is graded, its impact seen by a diagnosis only, fixed forward or rolled back, and documented [4.2/A 4.2/B 4.2/C 4.2/D 4.2/E 4.2/AH 4.2/AI]', () => {
  const there = (severity: Incident['severity'], ...lines: IncidentLine[]) =>
    nodesOf({ ...incidentWith(lines, severity), environment: 'preprod' }).join(' ')
  expect(there('P1')).toBe('4.2/A 4.2/C 4.2/E')
  expect(there('P3')).toBe('4.2/A 4.2/C 4.2/D')
  expect(there('P1', told, look, called, closed)).toBe(
    '4.2/A 4.2/C 4.2/E 4.2/B 4.2/F 4.4/A 4.4/B 4.4/C 4.4/D 4.2/AE 4.2/AG 4.2/AH 4.2/AI',
  )
  reached('4.2/A', '4.2/B', '4.2/C', '4.2/D', '4.2/E', '4.2/AH', '4.2/AI')
})
