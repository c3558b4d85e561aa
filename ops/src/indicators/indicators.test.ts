import { describe, expect, test } from 'vitest'
import { randomOf } from '../../test/nights.ts'
import { runAt, stepAt } from '../../test/recording/runs.ts'
import type { Run } from '../runs/runs.ts'
import { DAY_MS } from '../time/duration.ts'
import {
  type ArchivedWindow,
  type IncidentSpan,
  type IndicatorFacts,
  type ProvenBackup,
  provenIn,
  type RehearsalTimes,
} from './facts.ts'
import { indicatorsOf } from './indicators.ts'
import * as deployments from './measures/deployments.ts'
import { dataLoss } from './measures/losses.ts'
import { recoveryMean } from './measures/recoveries.ts'
import * as restorations from './measures/restorations.ts'
import { type IndicatorPeriod, periodBefore, periodUntil } from './period.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const month = periodUntil(NOW, 30 * DAY_MS)
const frequency = (runs: Run[], period: IndicatorPeriod) => deployments.frequency({ runs, provenMs: DAY_MS }, period)
const successRate = (runs: Run[], period: IndicatorPeriod) =>
  deployments.successRate({ runs, provenMs: DAY_MS }, period)
const recoveryTime = (runs: Run[], rehearsals: RehearsalTimes[], period: IndicatorPeriod) =>
  restorations.recoveryTime({ runs, rehearsals, incidents: [] }, period)
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const nothing: IndicatorFacts = {
  runs: [],
  proven: [],
  windows: [],
  losses: [],
  rehearsals: [],
  incidents: [],
  provenMs: DAY_MS,
  damaged: [],
}

const steady = { relapsed: false, leastMs: null }
const run = ({ at, ...own }: Partial<Run> & { at: Date }) => runAt(at, own)
const step = stepAt
const proof = (shows: Date, minutes = 4): ProvenBackup => ({
  place: 'elsewhere',
  shows,
  at: new Date(shows.getTime() + minutes * MINUTE),
})
const nightly = (days: number) => Array.from({ length: days }, (_, day) => proof(ago(day * DAY_MS + 10 * HOUR)))

describe('without anything to measure', () => {
  test('no indicator has a figure or a trend', () => {
    for (const { now, before, trend } of indicatorsOf(nothing, month))
      expect({ now, before, trend }).toEqual({ now: null, before: null, trend: null })
  })

  test('an environment in which backups run and nothing is deployed has a frequency of zero, and no success rate', () => {
    const runs = [run({ at: ago(40 * DAY_MS), procedure: 'nightly' })]
    expect(frequency(runs, month)).toMatchObject({ value: 0, held: false })
    expect(successRate(runs, month)).toBeNull()
  })
})

describe('deployments', () => {
  test('a version a day is daily, and one every two days is not', () => {
    const every = (ms: number) => Array.from({ length: 60 }, (_, index) => run({ at: ago(index * ms + HOUR) }))
    expect(frequency(every(DAY_MS), month)).toMatchObject({ value: 1, said: '30 jours sur 30', held: true })
    expect(frequency(every(2 * DAY_MS), month)).toMatchObject({ said: '15 jours sur 30', held: false })
  })

  test('in an environment that is younger than the period, days count from its first run', () => {
    const runs = [run({ at: ago(2 * DAY_MS) }), run({ at: ago(DAY_MS) })]
    expect(frequency(runs, month)?.value).toBe(1)
    expect(frequency([run({ at: ago(HOUR) })], month)?.value).toBe(1)
  })

  test('every deployment that did not succeed counts against the rate, and one under way does not count yet', () => {
    const states = ['done', 'failed', 'undone', 'stuck', 'interrupted', 'running'] as const
    const rate = successRate(
      states.map((state, index) => run({ at: ago(index * HOUR + HOUR), state })),
      month,
    )
    expect(rate).toMatchObject({ value: 0.2, said: '20,0 %', held: false })
    expect(rate?.details).toEqual([
      '1 sur 5',
      '1 arrêté, 1 défait, 1 bloqué, 1 interrompu ; 0 d’entre eux après la bascule des joueurs',
      '1 réussi depuis moins de 24 h, encore à l’essai',
    ])
  })

  test('19 of 20 are 95 %, which is not more than 95 %', () => {
    const runs = Array.from({ length: 20 }, (_, index) => run({ at: ago(index * HOUR + HOUR) }))
    expect(successRate(runs, month)?.held).toBe(true)
    runs[3] = run({ at: ago(HOUR), state: 'failed' })
    expect(successRate(runs, month)).toMatchObject({ value: 0.95, held: false })
  })

  test('a rollback is not a deployment', () => {
    expect(successRate([run({ at: ago(HOUR), procedure: 'rollback' })], month)).toBeNull()
  })
})

describe('RTO', () => {
  const rollback = (at: Date, own: Partial<Run> = {}) =>
    run({ at, procedure: 'rollback', steps: [step('4.3/L', at), step('4.3/AD', at)], ...own })

  test('it is the longest restoration, real or rehearsed', () => {
    const rehearsals = [{ name: 'essai', at: ago(2 * DAY_MS), rtoMs: 12 * MINUTE, rpoMs: null }]
    expect(recoveryTime([rollback(ago(HOUR), { ms: 20_000 })], rehearsals, month)).toMatchObject({
      value: 12 * MINUTE,
      said: '12 min 00',
      held: true,
      details: ['le plus long de 2 retours : l’exercice essai'],
    })
  })

  test('after a failed restoration the objective is missed, until one succeeds', () => {
    const failed = rollback(ago(2 * HOUR), { state: 'stuck' })
    expect(recoveryTime([rollback(ago(3 * HOUR)), failed], [], month)).toMatchObject({ held: false, value: 5 * MINUTE })
    const again = rollback(ago(HOUR), { ms: 5 * MINUTE })
    expect(recoveryTime([failed, again], [], month)).toMatchObject({ held: false, value: 65 * MINUTE })
    expect(recoveryTime([{ ...failed, startedAt: again.startedAt }, again], [], month)).toMatchObject({ held: true })
    expect(recoveryTime([failed], [], month)).toMatchObject({
      value: null,
      said: 'aucun retour n’a abouti',
      held: false,
    })
  })

  test('a run that was refused at its first step is not a restoration', () => {
    const refused = rollback(ago(HOUR), { state: 'failed', steps: [step('4.3/L', ago(HOUR), { state: 'failed' })] })
    expect(recoveryTime([refused], [], month)).toBeNull()
  })

  test('a deployment that players had reached counts from the step that failed until it is undone', () => {
    const at = ago(HOUR)
    const later = (minutes: number) => new Date(at.getTime() + minutes * MINUTE)
    const steps = [
      step('2.4/AH', later(4)),
      step('2.4/AI', later(5), { state: 'failed' }),
      step('2.4/AM', later(6), { kind: 'undo' }),
    ]
    expect(recoveryTime([run({ at, state: 'undone', ms: 7 * MINUTE, steps })], [], month)?.value).toBe(2 * MINUTE)
    const before = steps.slice(0, 2)
    expect(recoveryTime([run({ at, state: 'undone', ms: 7 * MINUTE, steps: before })], [], month)).toBeNull()
  })

  test('half an hour is too long', () => {
    expect(recoveryTime([rollback(ago(HOUR), { ms: 30 * MINUTE })], [], month)?.held).toBe(false)
    expect(recoveryTime([rollback(ago(HOUR), { ms: 30 * MINUTE - 1 })], [], month)?.held).toBe(true)
  })
})

describe('RPO', () => {
  const loss = (
    proven: ProvenBackup[],
    windows: Omit<ArchivedWindow, 'place'>[] = [],
    rehearsals: IndicatorFacts['rehearsals'] = [],
  ) =>
    dataLoss({ proven, windows: windows.map(one => ({ place: 'elsewhere', ...one })), rehearsals, losses: [] }, month)

  test('a missed backup costs two days, and proving one costs the minutes that it takes', () => {
    const nights = nightly(31)
    expect(loss(nights)).toMatchObject({ value: DAY_MS + 4 * MINUTE, said: '24 h 04', held: false })
    expect(loss(nights.filter((_, index) => index !== 5))?.value).toBe(2 * DAY_MS + 4 * MINUTE)
  })

  test('two minutes are lost where WAL is archived, and gaps between its windows count in full', () => {
    const windows = [{ from: ago(40 * DAY_MS), until: NOW }]
    expect(loss(nightly(31), windows)).toMatchObject({ value: 2 * MINUTE, held: true })
    const gap = [
      { from: ago(40 * DAY_MS), until: ago(3 * DAY_MS) },
      { from: ago(2.5 * DAY_MS), until: NOW },
    ]
    // One backup was made between the end of the first window and the beginning of the second.
    const value = loss(nightly(31), gap)?.value ?? 0
    expect(value).toBeGreaterThan(2 * MINUTE)
    expect(value).toBeLessThan(12 * HOUR + 1)
  })

  test('once backups stop, the loss grows until now', () => {
    expect(loss([proof(ago(9 * DAY_MS))])).toMatchObject({ value: 9 * DAY_MS, said: '9 jours', held: false })
  })

  test('what a rehearsal lost counts, even if backups promise less', () => {
    const rehearsal = { name: 'essai', at: ago(HOUR), rtoMs: null, rpoMs: 26 * HOUR }
    const windows = [{ from: ago(40 * DAY_MS), until: NOW }]
    expect(loss(nightly(31), windows, [rehearsal])).toMatchObject({ value: 26 * HOUR, held: false })
  })

  test('whatever the backups, another proven one never makes the loss longer, and no gap is overlooked', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const chance = randomOf(seed)
      const proven = Array.from({ length: 2 + Math.floor(chance() * 20) }, () =>
        proof(ago(Math.floor(chance() * 45) * DAY_MS + Math.floor(chance() * DAY_MS)), 1 + chance() * 90),
      )
      const [more, ...less] = proven
      expect(more).toBeDefined()
      const known = (all: ProvenBackup[]) => all.filter(({ at }) => at <= month.from).length
      // Without one that is older than the period, time begins with the first backup, and so differs between the two.
      if (!known(less)) continue
      const [all, fewer] = [loss(proven), loss(less)]
      expect(all?.value, `seed ${seed}`).toBeLessThanOrEqual(fewer?.value ?? 0)
      for (let at = month.from.getTime() + 1; at < month.to.getTime(); at += 7 * HOUR) {
        const shown = proven.filter(one => one.at.getTime() <= at).map(one => one.shows.getTime())
        expect(at - Math.max(...shown), `seed ${seed}`).toBeLessThanOrEqual(all?.value ?? 0)
      }
    }
  })

  test('journals remember backups that retention removed; one that was not declared whole does not count', () => {
    const at = ago(20 * DAY_MS)
    const steps = [step('3.1/I', at), step('3.1/AC', new Date(at.getTime() + HOUR), { ms: MINUTE })]
    const night = run({ at, procedure: 'nightly', state: 'failed', steps })
    expect(provenIn([night])).toEqual([{ place: 'here', shows: at, at: new Date(at.getTime() + HOUR + MINUTE) }])
    expect(provenIn([{ ...night, steps: steps.slice(0, 1) }])).toEqual([])
  })
})

describe('MTTR', () => {
  const incident = (
    beganAt: Date,
    minutes: number | null,
    severity: IncidentSpan['severity'] = 'P1',
  ): IncidentSpan => ({
    name: 'incident',
    severity,
    worst: severity,
    ...steady,
    beganAt,
    isOpen: minutes === null,
    overAt: minutes === null ? null : new Date(beganAt.getTime() + minutes * MINUTE),
  })

  test('it is the mean of P1 and P2; what is corrected by the next deployment does not count', () => {
    const incidents = [incident(ago(DAY_MS), 20), incident(ago(2 * DAY_MS), 40, 'P2'), incident(ago(DAY_MS), 900, 'P3')]
    expect(recoveryMean(incidents, month)).toMatchObject({ value: 30 * MINUTE, held: true })
    expect(recoveryMean(incidents.slice(2), month)).toBeNull()
  })

  test('an open incident counts with the time that it has lasted so far', () => {
    expect(recoveryMean([incident(ago(3 * HOUR), null)], month)).toMatchObject({
      value: 3 * HOUR,
      held: false,
      details: ['1 incident (P1 et P2), le plus long 3 h 00', '1 dure encore, jusqu’ici'],
    })
  })

  test('an incident belongs to the period in which it ended', () => {
    const incidents = [incident(ago(40 * DAY_MS), 10)]
    expect(recoveryMean(incidents, month)).toBeNull()
    expect(recoveryMean(incidents, periodBefore(month))?.value).toBe(10 * MINUTE)
  })
})

test('a trend shows what got better, whichever way the figure moved', () => {
  const incidents = [60, 20].map((minutes, index) => ({
    name: '',
    severity: 'P1' as const,
    worst: 'P1' as const,
    ...steady,
    isOpen: false,
    beganAt: ago((1 - index) * 35 * DAY_MS + DAY_MS),
    overAt: ago((1 - index) * 35 * DAY_MS + DAY_MS - minutes * MINUTE),
  }))
  const runs = Array.from({ length: 10 }, (_, index) => run({ at: ago(DAY_MS + index * HOUR) }))
  const earlier = Array.from({ length: 20 }, (_, index) => run({ at: ago(35 * DAY_MS + index * HOUR) }))
  const found = indicatorsOf(
    { ...nothing, incidents, runs: [...runs, ...earlier, run({ at: ago(70 * DAY_MS) })] },
    month,
  )
  expect(Object.fromEntries(found.map(({ name, trend }) => [name, trend]))).toEqual({
    rto: null,
    rpo: null,
    frequency: 'worse',
    success: 'same',
    mttr: 'better',
  })
})

test('a shorter restoration, a smaller loss and a higher success rate are better', () => {
  const restored = (daysAgo: number, minutes: number) => {
    const steps = [step('4.3/L', NOW), step('4.3/AD', NOW)]
    return run({ at: ago(daysAgo * DAY_MS), procedure: 'rollback', ms: minutes * MINUTE, steps })
  }
  const deployed = [run({ at: ago(5 * DAY_MS) }), run({ at: ago(36 * DAY_MS) })]
  const runs = [...deployed, run({ at: ago(37 * DAY_MS), state: 'failed' }), restored(35, 20), restored(5, 10)]
  const found = indicatorsOf({ ...nothing, runs, proven: [proof(ago(59 * DAY_MS)), ...nightly(40)] }, month)
  expect(Object.fromEntries(found.map(({ name, trend }) => [name, trend]))).toMatchObject({
    rto: 'better',
    rpo: 'better',
    success: 'better',
  })
})

test('a figure that moves by a hundredth or less is the same, and one that cannot be compared has no trend', () => {
  const lasting = (minutes: number, daysAgo: number): IncidentSpan => ({
    name: '',
    severity: 'P1',
    worst: 'P1',
    ...steady,
    isOpen: false,
    beganAt: ago(daysAgo * DAY_MS),
    overAt: ago(daysAgo * DAY_MS - minutes * MINUTE),
  })
  const trend = (before: number, now: number) =>
    indicatorsOf({ ...nothing, incidents: [lasting(before, 35), lasting(now, 5)] }, month).find(
      ({ name }) => name === 'mttr',
    )?.trend
  expect([trend(100, 99), trend(100, 98.9), trend(98.9, 100), trend(99, 100), trend(0, 0)]).toEqual([
    'same',
    'better',
    'worse',
    'same',
    'same',
  ])
  const restored = (daysAgo: number, own: Partial<Run> = {}) =>
    run({ at: ago(daysAgo * DAY_MS), procedure: 'rollback', steps: [step('4.3/L', NOW), step('4.3/AD', NOW)], ...own })
  const rtoOf = (...runs: Run[]) => indicatorsOf({ ...nothing, runs }, month)[0]?.trend
  expect(rtoOf(restored(5), restored(35))).toBe('same')
  expect(rtoOf(restored(5, { state: 'failed' }), restored(35))).toBeNull()
  expect(rtoOf(restored(5), restored(35, { state: 'failed' }))).toBeNull()
})

test('the five indicators are those of the specification, each with its objective', () => {
  const table = indicatorsOf(nothing, month).map(({ name, title, objective }) => `${name}: ${title} ${objective}`)
  expect(table).toEqual([
    'rto: RTO, temps de restauration < 30 min',
    'rpo: RPO, perte de données < 24 h',
    'frequency: Fréquence de déploiement ≥ 1 par jour',
    'success: Taux de succès des déploiements > 95 %',
    'mttr: MTTR, temps moyen de rétablissement < 1 h',
  ])
  for (const { definition } of indicatorsOf(nothing, month)) expect(definition).toMatch(/\.$/)
})

test('a period ends where the next one begins', () => {
  const before: IndicatorPeriod = periodBefore(month)
  expect(before.to).toEqual(month.from)
  expect(before.to.getTime() - before.from.getTime()).toBe(30 * DAY_MS)
})
