import { expect, test } from 'vitest'
import { typeFor } from './base-backup.ts'

const NOW = new Date('2026-11-23T12:00:00.000Z')
const DAY = 86_400_000
const ago = (ms: number) => new Date(NOW.getTime() - ms)

test('a base backup is whole once a week, and otherwise what has changed', () => {
  const full = (days: number) => ({ type: 'full' as const, at: ago(days * DAY) })
  const incr = { type: 'incr' as const, at: ago(DAY) }
  expect(typeFor([], NOW)).toBe('full')
  expect(typeFor([full(6)], NOW)).toBe('incr')
  expect(typeFor([full(7), incr], NOW)).toBe('full')
  expect(typeFor([full(8), full(1)], NOW)).toBe('incr')
})
