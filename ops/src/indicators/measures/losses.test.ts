import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/duration.ts'
import type { ArchivedWindow, ProvenBackup, RehearsalTimes } from '../facts.ts'
import { periodUntil } from '../period.ts'
import { dataLoss } from './losses.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const month = periodUntil(NOW, 30 * DAY_MS)
const ago = (ms: number) => new Date(NOW.getTime() - ms)
/** A backup that shows this moment, and was proven some minutes later. */
const backup = (shows: Date, minutes = 0): ProvenBackup => ({
  shows,
  at: new Date(shows.getTime() + minutes * MINUTE_MS),
})
const loss = (proven: ProvenBackup[], windows: ArchivedWindow[] = [], rehearsals: RehearsalTimes[] = []) =>
  dataLoss({ proven, windows, rehearsals }, month)
const rehearsal = (rpoMs: number | null, at = ago(HOUR_MS)) => ({ name: 'essai', at, rtoMs: null, rpoMs })
const NO_WINDOWS = 'sans compter les journaux continus, qui n’ont pas été lus'

test('the details show when the longest time without a proven backup ended, and how many were made', () => {
  expect(loss([backup(ago(31 * DAY_MS)), backup(ago(20 * DAY_MS)), backup(ago(DAY_MS))])).toEqual({
    value: 19 * DAY_MS,
    said: '19 jours',
    held: false,
    details: [
      'le plus long moment sans sauvegarde prouvée finit le 2026-11-22 12:00 UTC',
      '2 sauvegardes prouvées dans la période',
      NO_WINDOWS,
    ],
    doubts: [],
  })
  expect(loss([backup(ago(HOUR_MS))])?.details).toContain('1 sauvegarde prouvée dans la période')
})

test('less than a day is met, and a day is not', () => {
  expect(loss([backup(ago(DAY_MS - 1))])?.held).toBe(true)
  expect(loss([backup(ago(DAY_MS))])?.held).toBe(false)
})

test('time that the archive covers throughout has no moment without a backup', () => {
  const windows = [
    { from: ago(40 * DAY_MS), until: ago(10 * DAY_MS) },
    { from: ago(11 * DAY_MS), until: NOW },
  ]
  expect(loss([backup(ago(31 * DAY_MS)), backup(ago(DAY_MS))], windows)).toEqual({
    value: 2 * MINUTE_MS,
    said: '2 min 00',
    held: true,
    details: [
      '2 sauvegardes prouvées dans la période',
      'journaux continus du 2026-10-14 au 2026-11-13, du 2026-11-12 au 2026-11-23',
    ],
    doubts: [],
  })
})

test('a window that begins after the last backup leaves the time before it', () => {
  const windows = [{ from: ago(HOUR_MS), until: NOW }]
  expect(loss([backup(ago(10 * HOUR_MS))], windows)?.value).toBe(9 * HOUR_MS)
  expect(loss([backup(ago(HOUR_MS))], windows)?.value).toBe(2 * MINUTE_MS)
})

test('a backup that is proven after the period, or at its end, does not count yet', () => {
  expect(loss([backup(ago(3 * MINUTE_MS), 5)])).toBeNull()
  expect(loss([backup(ago(5 * MINUTE_MS), 5)])).toBeNull()
  expect(loss([backup(ago(10 * HOUR_MS)), backup(ago(5 * MINUTE_MS), 10)])?.value).toBe(10 * HOUR_MS)
})

test('a backup that shows less than one before it changes nothing', () => {
  const late = { shows: ago(9 * HOUR_MS), at: ago(HOUR_MS) }
  const same = { shows: ago(5 * HOUR_MS), at: ago(HOUR_MS) }
  const before = backup(ago(5 * HOUR_MS))
  const alone = loss([before])
  expect(alone?.value).toBe(5 * HOUR_MS)
  expect(loss([before, late])).toEqual(alone)
  expect(loss([before, same])).toEqual(alone)
  expect(loss([late, before])).toEqual(alone)
})

test('what ended with the beginning of the period is not of it', () => {
  expect(loss([backup(ago(60 * DAY_MS)), backup(ago(30 * DAY_MS)), backup(ago(29 * DAY_MS))])?.value).toBe(29 * DAY_MS)
  const windows = [{ from: ago(30 * DAY_MS), until: ago(29 * DAY_MS) }]
  expect(loss([backup(ago(60 * DAY_MS)), backup(ago(29 * DAY_MS + HOUR_MS))], windows)?.value).toBe(29 * DAY_MS)
})

test('the losses of rehearsals of the period count, the worst of them', () => {
  const proven = [backup(ago(HOUR_MS))]
  expect(loss(proven, [], [rehearsal(30 * MINUTE_MS), rehearsal(2 * HOUR_MS), rehearsal(null)])).toMatchObject({
    value: 2 * HOUR_MS,
    details: [expect.any(String), expect.any(String), NO_WINDOWS, 'au pire 2 h 00 dans 2 exercices'],
  })
  expect(loss(proven, [], [rehearsal(9 * HOUR_MS, ago(31 * DAY_MS)), rehearsal(null)])).toEqual(loss(proven))
  expect(loss(proven, [], [rehearsal(1)])?.details.at(-1)).toBe('au pire 0,0 s dans 1 exercice')
})
