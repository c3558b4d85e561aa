import { expect, test } from 'vitest'
import { headToFind, type NightProof, ticketsToFind } from './night-proofs.ts'

const night = (day: number, event: number | null): NightProof => ({
  at: `2026-11-${day}T02:05:00.000Z`,
  head: event === null ? null : { event, hash: String(event % 10).repeat(64) },
  tickets: null,
  faults: [],
  unproven: [],
  whole: true,
})
const nights = [night(25, null), night(24, 240), night(23, 230)]
const run = (startedAt: string, broughtBack: string | null) => ({ startedAt, broughtBack })
const head = (...runs: ReturnType<typeof run>[]) => headToFind(nights, runs)?.event ?? null

test('the trail must hold the newest head that a night wrote down', () => {
  expect(head()).toBe(240)
  expect(headToFind([], [])).toBe(null)
  expect(head(run('2026-11-24T10:00:00.000Z', null))).toBe(240)
})

test('after a return to an earlier moment it must hold the newest head from before that moment', () => {
  expect(head(run('2026-11-24T10:00:00.000Z', '2026-11-24T02:00:00.000Z'))).toBe(230)
  expect(head(run('2026-11-24T10:00:00.000Z', '2026-11-24T09:00:00.000Z'))).toBe(240)
  expect(head(run('2026-11-24T10:00:00.000Z', '2026-11-22T02:00:00.000Z'))).toBe(null)
})

test('the tickets must be those that were written down first', () => {
  expect(ticketsToFind(nights)).toBe(null)
  const noted = (day: number, tickets: string) => ({ ...night(day, null), tickets })
  expect(ticketsToFind([noted(25, 'changed'), noted(24, 'first'), ...nights])).toBe('first')
})

test('a return that came before the head was written down takes nothing out', () => {
  expect(head(run('2026-11-23T10:00:00.000Z', '2026-11-22T02:00:00.000Z'))).toBe(240)
})
