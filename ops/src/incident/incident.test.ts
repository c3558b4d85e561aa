import { expect, test } from 'vitest'
import { incidentWith } from '../../test/incident/on-call.ts'
import { decideBy, type IncidentLine, incidentOf } from './incident.ts'

const at = (clock: string) => `2026-11-23T${clock}:00.000Z`
const closed: IncidentLine = { at: at('04:00'), kind: 'closed', by: 'x', text: '', review: '2026-11-28' }

test('a decision is waited for until one is noted, and again when the severity becomes major', () => {
  const note = (clock: string, decision: boolean): IncidentLine => ({
    at: at(clock),
    kind: 'noted',
    text: '',
    by: 'x',
    decision,
  })
  const graded: IncidentLine = { at: at('03:40'), kind: 'graded', severity: 'P2', by: 'x', because: '' }
  expect(decideBy(incidentWith([]))).toBeNull()
  expect(decideBy(incidentWith([note('03:12', false)], 'P2'))).toBe(at('03:25'))
  expect(decideBy(incidentWith([note('03:12', true)], 'P2'))).toBeNull()
  expect(decideBy(incidentWith([note('03:12', true), graded], 'P3'))).toBe(at('03:55'))
  expect(decideBy(incidentWith([closed], 'P2'))).toBeNull()
})

test('lines without an opening are not an incident', () => {
  expect(incidentOf([closed])).toBeNull()
})
