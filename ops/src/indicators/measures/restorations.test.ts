import { expect, test } from 'vitest'
import { runAt, stepAt } from '../../../test/recording/runs.ts'
import type { Run } from '../../runs/runs.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/duration.ts'
import type { RehearsalTimes } from '../facts.ts'
import { type IndicatorPeriod, periodUntil } from '../period.ts'
import * as restorations from './restorations.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const month = periodUntil(NOW, 30 * DAY_MS)
const recoveryTime = (runs: Run[], rehearsals: RehearsalTimes[], period: IndicatorPeriod) =>
  restorations.recoveryTime({ runs, rehearsals, incidents: [] }, period)
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const two = [stepAt('4.3/L', NOW), stepAt('4.3/AD', NOW)]
const restored = (at: Date, own: Partial<Run> = {}) =>
  runAt(at, { procedure: 'restore', steps: two, name: 'r', ...own })

/** A deployment that players had reached, with the step that failed four minutes after its start. */
const takenBack = (own: Partial<Run> = {}) =>
  runAt(ago(HOUR_MS), {
    name: 'd',
    state: 'undone',
    ms: 10 * MINUTE_MS,
    steps: [
      stepAt('2.4/AH', ago(HOUR_MS - MINUTE_MS)),
      stepAt('2.4/AI', ago(HOUR_MS - 4 * MINUTE_MS), { state: 'failed' }),
      stepAt('2.4/AM', ago(HOUR_MS - 5 * MINUTE_MS), { kind: 'undo' }),
    ],
    ...own,
  })

test('the longest of several restorations counts, in whichever order they came', () => {
  const runs = [1, 3, 2].map((minutes, index) =>
    restored(ago((index + 1) * HOUR_MS), { ms: minutes * MINUTE_MS, name: `r${minutes}` }),
  )
  expect(recoveryTime(runs, [], month)).toEqual({
    value: 3 * MINUTE_MS,
    said: '3 min 00',
    held: true,
    details: ['le plus long de 3 retours : r3'],
    doubts: [],
  })
})

test('rollbacks, restorations and rehearsals of the period count, other procedures do not', () => {
  const value = (own: Partial<Run>, at = ago(HOUR_MS)) => recoveryTime([restored(at, own)], [], month)?.value
  expect(value({ procedure: 'rollback' })).toBe(5 * MINUTE_MS)
  expect(value({ procedure: 'restore' })).toBe(5 * MINUTE_MS)
  expect(value({ procedure: 'nightly' })).toBeUndefined()
  expect(value({ state: 'running' })).toBeUndefined()
  expect(value({}, ago(31 * DAY_MS))).toBeUndefined()
})

test('failures are counted, and the last one is named with the way that failed', () => {
  const failed = restored(ago(HOUR_MS), { state: 'failed', name: 'raté' })
  expect(recoveryTime([failed, restored(ago(2 * HOUR_MS))], [], month)).toEqual({
    value: 5 * MINUTE_MS,
    said: '5 min 00',
    held: false,
    details: ['le plus long de 1 retour : r', '1 retour sans succès', 'le dernier, raté, n’a pas abouti'],
    doubts: [],
  })
  expect(recoveryTime([failed], [], month)?.details).toEqual([
    '1 retour sans succès',
    'le dernier, raté, n’a pas abouti',
  ])
  const early = restored(ago(3 * HOUR_MS), { state: 'stuck' })
  expect(recoveryTime([early, restored(ago(HOUR_MS))], [], month)?.details).toEqual(['le plus long de 1 retour : r'])
})

test('a rehearsal without a time failed', () => {
  const rehearsals = [{ name: 'essai', at: ago(HOUR_MS), rtoMs: null, rpoMs: null }]
  expect(recoveryTime([], rehearsals, month)?.details).toEqual([
    '1 retour sans succès',
    'le dernier, l’exercice essai, n’a pas abouti',
  ])
})

test('a deployment that was undone is a restoration only if players had reached it', () => {
  expect(recoveryTime([takenBack()], [], month)).toMatchObject({
    value: 6 * MINUTE_MS,
    details: ['le plus long de 1 retour : le retour de d'],
  })
  expect(recoveryTime([takenBack({ state: 'running' })], [], month)).toBeNull()
  expect(recoveryTime([takenBack({ procedure: 'nightly' })], [], month)).toBeNull()
  expect(recoveryTime([takenBack({ steps: [] })], [], month)).toBeNull()
})

test('a deployment that got stuck on its way back, or was killed there, was not restored', () => {
  expect(recoveryTime([takenBack({ state: 'stuck' })], [], month)).toMatchObject({ value: null, held: false })
  expect(recoveryTime([takenBack({ ms: null })], [], month)).toMatchObject({ value: null })
})

test('the way back begins with the last step that failed; with the deployment if none is known', () => {
  const [flag, failed, undo] = takenBack().steps
  const earlier = stepAt('2.4/AH', ago(HOUR_MS - 2 * MINUTE_MS), { state: 'failed' })
  const undoFailed = stepAt('2.4/AO', ago(HOUR_MS - 8 * MINUTE_MS), { kind: 'undo', state: 'failed' })
  const steps = [earlier, failed, undo, undoFailed].flatMap(step => step ?? [])
  expect(recoveryTime([takenBack({ steps })], [], month)?.value).toBe(6 * MINUTE_MS)
  const unknown = [flag, undo].flatMap(step => step ?? [])
  expect(recoveryTime([takenBack({ steps: unknown })], [], month)?.value).toBe(10 * MINUTE_MS)
})
