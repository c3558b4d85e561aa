import { expect, test } from 'vitest'
import { runAt, stepAt } from '../../../test/recording/runs.ts'
import type { Run } from '../../runs/runs.ts'
import { DAY_MS, HOUR_MS } from '../../time/duration.ts'
import { type IndicatorPeriod, periodUntil } from '../period.ts'
import * as measures from './deployments.ts'
import { inFigures } from './measure.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const month = periodUntil(NOW, 30 * DAY_MS)
const frequency = (runs: Run[], period: IndicatorPeriod) => measures.frequency({ runs, provenMs: DAY_MS }, period)
const successRate = (runs: Run[], period: IndicatorPeriod) => measures.successRate({ runs, provenMs: DAY_MS }, period)
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const deployments = (count: number, everyMs: number, own: Partial<Run> = {}) =>
  Array.from({ length: count }, (_, index) => runAt(ago(HOUR_MS + index * everyMs), own))

test('the frequency counts the days on which a deployment succeeded, and shows the median time between two', () => {
  const runs = [
    ...deployments(3, HOUR_MS),
    ...deployments(2, HOUR_MS, { state: 'failed' }),
    runAt(ago(4 * DAY_MS), { procedure: 'nightly' }),
  ]
  expect(frequency(runs, month)).toEqual({
    value: 0.25,
    said: '1 jour sur 4',
    held: false,
    details: ['3 versions mises en service', 'entre deux, 1 h 00 (médiane)'],
    doubts: [],
  })
  expect(frequency([runAt(ago(DAY_MS)), runAt(ago(3 * DAY_MS))], month)).toMatchObject({
    said: '2 jours sur 3',
    details: ['2 versions mises en service', '48 h 00 (médiane)'].map(words => expect.stringContaining(words)),
  })
  expect(frequency([runAt(ago(HOUR_MS))], month)?.details).toEqual(['1 version mise en service'])
})

test('a day of which the period has a part counts only with a deployment', () => {
  const first = runAt(ago(40 * DAY_MS), { procedure: 'nightly' })
  const [whole, all] = [29, 31]
  expect(frequency([first], month)?.said).toBe(`0 jour sur ${whole}`)
  expect(frequency([first, runAt(month.from), runAt(ago(HOUR_MS))], month)?.said).toBe(`2 jours sur ${all}`)
})

test('an environment whose first run begins at the end of the period has no frequency yet', () => {
  expect(frequency([runAt(NOW)], month)).toBeNull()
  expect(frequency([], month)).toBeNull()
})

test('a success rate without a failure shows no endings', () => {
  expect(successRate(deployments(2, HOUR_MS), month)?.details).toEqual([
    '2 sur 2',
    '2 réussis depuis moins de 24 h, encore à l’essai',
  ])
})

test('a success rate shows how many of the failures had reached players', () => {
  const steps = [stepAt('2.4/AM', NOW, { kind: 'undo' })]
  const runs = [...deployments(1, 0, { state: 'undone', steps }), ...deployments(1, 0, { state: 'undone' })]
  expect(successRate(runs, month)?.details).toEqual([
    '0 sur 2',
    '2 défaits ; 1 d’entre eux après la bascule des joueurs',
  ])
})

test('players were reached if the step that sends them back was undone, at the node of the environment', () => {
  const undone = (node: '2.4/AM' | '2.4/AN' | '2.3/AL' | '2.1/T' | '2.4/R') => [stepAt(node, NOW, { kind: 'undo' })]
  expect(measures.reachedPlayers({ environment: 'prod', steps: undone('2.4/AM') })).toBe(true)
  expect(measures.reachedPlayers({ environment: 'preprod', steps: undone('2.3/AL') })).toBe(true)
  expect(measures.reachedPlayers({ environment: 'dev', steps: undone('2.1/T') })).toBe(true)
  expect(measures.reachedPlayers({ environment: 'prod', steps: undone('2.4/R') })).toBe(false)
  expect(measures.reachedPlayers({ environment: 'prod', steps: [stepAt('2.4/AM', NOW)] })).toBe(false)
  expect(measures.reachedPlayers({ environment: 'elsewhere', steps: undone('2.4/AM') })).toBe(false)
})

test('figures have a comma, as in French', () => {
  expect([inFigures(97.44, 1), inFigures(12, 0)]).toEqual(['97,4', '12'])
})
