import { expect, test } from 'vitest'
import { lossLines } from './weigh-loss.ts'

const [early, late] = ['2026-11-23T01:00:00Z', '2026-11-23T02:00:00Z'].map(at => new Date(at)) as [Date, Date]
const lost = { plays: 2, accounts: 1, claims: 0 }

test('the last play that is kept is the later one of those that nginx and the database know', () => {
  const kept = (lastKept: Date | null, lastBefore: Date | null) =>
    lossLines({ lost, lastKept, seen: { since: 2, lastBefore } })[0]
  for (const said of [kept(early, late), kept(late, early), kept(late, null), kept(null, late)])
    expect(said).toContain('2026-11-23 02:00:00')
  expect(kept(null, null)).toContain('inconnue')
})

test('what nginx saw is added where its journal reaches back', () => {
  expect(lossLines({ lost, lastKept: null, seen: null })).toHaveLength(2)
  expect(lossLines({ lost, lastKept: null, seen: { since: 7, lastBefore: null } })[2]).toMatch(/\b7 /)
})
