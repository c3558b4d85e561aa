import type { DrawConfirmation, DrawState } from '@tiptop/contract/grand-draw.ts'
import { expect, test } from 'vitest'
import { confirmationsAt, newsBetween, readNumber, readReason, readSignature, spoken } from './draw-turn.ts'

const confirmation = (facts: Partial<DrawConfirmation>): DrawConfirmation => ({
  step: 'draw',
  role: 'bailiff',
  own: false,
  at: '2027-02-01T10:00:00Z',
  lapsesAt: '2027-02-01T10:15:00Z',
  number: '123456',
  reason: null,
  ...facts,
})

const state = (role: 'bailiff' | 'admin', ...confirmations: DrawConfirmation[]): DrawState => ({
  contest: 'the-tip-top',
  phase: 'frozen',
  claimsUntil: '2027-01-31T23:00:00Z',
  alternates: 5,
  answerDays: 30,
  announcedRound: null,
  list: { root: 'ab'.repeat(32), count: 3, frozenAt: '2027-02-01T09:00:00Z' },
  draws: [],
  role,
  now: '2027-02-01T10:05:00Z',
  commitment: '',
  confirmations,
  winner: null,
})

test('a person sees their own confirmation apart from the other role’s, and none of another step', () => {
  const [mine, theirs] = [confirmation({ role: 'admin', own: true, number: null }), confirmation({})]
  expect(confirmationsAt(state('admin', mine, theirs), 'draw')).toEqual({ own: mine, other: theirs })
  expect(confirmationsAt(state('admin', mine, theirs), 'freeze')).toEqual({ own: null, other: null })
  const colleague = confirmation({ role: 'admin' })
  expect(confirmationsAt(state('admin', colleague), 'draw')).toEqual({ own: null, other: null })
})

test('a confirmation that lapses is news to both, and a changed number to the one who read it', () => {
  const own = confirmation({ own: true })
  expect(newsBetween(state('bailiff', own), state('bailiff'))).toBe('own-lapsed')
  expect(newsBetween(state('admin', confirmation({})), state('admin'))).toBe('other-lapsed')
  const changed = confirmation({ number: '654321' })
  expect(newsBetween(state('admin', confirmation({})), state('admin', changed))).toBe('number-changed')
  const reworded = confirmation({ reason: 'un autre motif' })
  expect(newsBetween(state('admin', confirmation({})), state('admin', reworded))).toBe('number-changed')
  expect(newsBetween(state('bailiff', own), state('bailiff', { ...own, number: '654321' }))).toBeNull()
})

test('what was carried out is no lapse', () => {
  const before = state('bailiff', confirmation({ own: true }))
  expect(newsBetween(before, { ...state('bailiff'), phase: 'drawn' })).toBeNull()
  expect(newsBetween(state('bailiff'), before)).toBeNull()
})

test('a number is read with spaces or without, between 6 and 64 digits', () => {
  expect(readNumber(' 123 456\u202f789 ')).toBe('123456789')
  expect(readNumber('000001')).toBe('000001')
  for (const wrong of ['12345', '', '12345a', '-123456', '1'.repeat(65)]) expect(readNumber(wrong)).toBeNull()
})

test('a signature is read as it is pasted from drand’s answer', () => {
  expect(readSignature(` "${'AB'.repeat(48)}"\n`)).toBe('ab'.repeat(48))
  for (const wrong of ['', 'ab'.repeat(47), 'xy'.repeat(48)]) expect(readSignature(wrong)).toBeNull()
})

test('a reason has between 10 and 500 characters', () => {
  expect(readReason(' Aucun suppléant ')).toBe('Aucun suppléant')
  for (const wrong of ['', '  court     ', 'x'.repeat(501)]) expect(readReason(wrong)).toBeNull()
})

test('a number is shown in groups of three', () => {
  expect(spoken('1234567')).toBe('1\u202f234\u202f567')
  expect(spoken('123456')).toBe('123\u202f456')
})
