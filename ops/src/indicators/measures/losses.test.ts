import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/duration.ts'
import { type ArchivedWindow, type ProvenBackup, places, type RealLoss, type RehearsalTimes } from '../facts.ts'
import { periodUntil } from '../period.ts'
import { dataLoss } from './losses.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const month = periodUntil(NOW, 30 * DAY_MS)
const ago = (ms: number) => new Date(NOW.getTime() - ms)
/** A backup that shows this moment, and was proven some minutes later. */
const backup = (shows: Date, minutes = 0): Moment => ({
  shows,
  at: new Date(shows.getTime() + minutes * MINUTE_MS),
})
type Moment = Omit<ProvenBackup, 'place'>
/** The loss with copies that are on this server and elsewhere at once. */
const loss = (
  proven: Moment[],
  windows: Omit<ArchivedWindow, 'place'>[] = [],
  rehearsals: RehearsalTimes[] = [],
  losses: RealLoss[] = [],
) =>
  dataLoss(
    {
      proven: places.flatMap(place => proven.map(one => ({ place, ...one }))),
      windows: windows.map(one => ({ place: 'elsewhere', ...one })),
      rehearsals,
      losses,
    },
    month,
  )
const rehearsal = (rpoMs: number | null, at = ago(HOUR_MS)) => ({ name: 'essai', at, rtoMs: null, rpoMs })
const NO_WINDOWS = 'sans compter les journaux continus, qui n’ont pas été lus'

test('the details show when the longest time without a proven backup ended, and how many were made', () => {
  expect(loss([backup(ago(31 * DAY_MS)), backup(ago(20 * DAY_MS)), backup(ago(DAY_MS))])).toEqual({
    value: 19 * DAY_MS,
    said: '19 jours',
    held: false,
    details: [
      'le serveur perdu : 19 jours au plus, le 2026-11-22 12:00 UTC (2 copies prouvées dans la période)',
      'la base seule perdue : 19 jours au plus, le 2026-11-22 12:00 UTC (2 copies prouvées dans la période)',
      NO_WINDOWS,
    ],
    doubts: [],
  })
  expect(loss([backup(ago(HOUR_MS))])?.details[0]).toContain('(1 copie prouvée dans la période)')
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
      'le serveur perdu : 2 min 00 au plus (2 copies prouvées dans la période)',
      'la base seule perdue : 2 min 00 au plus (2 copies prouvées dans la période)',
      'journaux continus du 2026-10-14 au 2026-11-13 ailleurs, du 2026-11-12 au 2026-11-23 ailleurs',
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

test('where WAL is archived on this server alone, the server takes it along', () => {
  const proven: ProvenBackup[] = places.map(place => ({ place, ...backup(ago(31 * DAY_MS)) }))
  const windows: ArchivedWindow[] = [{ place: 'here', from: ago(32 * DAY_MS), until: NOW }]
  const found = dataLoss({ proven, windows, rehearsals: [], losses: [] }, month)
  expect(found).toMatchObject({ value: 31 * DAY_MS, held: false })
  expect(found?.details[1]).toMatch(/^la base seule perdue : 2 min 00 au plus/)
})

test('the time in which copies were made here alone counts as lost with the server', () => {
  const proven: ProvenBackup[] = [
    { place: 'here', ...backup(ago(20 * DAY_MS)) },
    { place: 'here', ...backup(ago(HOUR_MS)) },
    { place: 'elsewhere', ...backup(ago(HOUR_MS)) },
  ]
  expect(dataLoss({ proven, windows: [], rehearsals: [], losses: [] }, month)?.value).toBe(20 * DAY_MS - HOUR_MS)
})

test('a restoration of the period that lost data counts without any backup, and one before it does not', () => {
  const lost = (at: Date): RealLoss => ({ name: 'r', at, ms: HOUR_MS })
  expect(loss([], [], [], [lost(ago(DAY_MS))])).toMatchObject({ value: HOUR_MS, held: false })
  expect(loss([], [], [], [lost(ago(31 * DAY_MS))])).toBeNull()
})
