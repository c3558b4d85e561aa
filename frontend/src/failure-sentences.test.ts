import { administrationRefusalCodes, counterRefusalCodes, refusalCodes } from '@tiptop/contract/refusals.ts'
import { expect, test } from 'vitest'
import { failureSentence, refusalSentence } from './failure-sentences.ts'

const refused = (code: (typeof refusalCodes)[number], retryAfterSeconds: number | null = null) =>
  failureSentence({ kind: 'refused', code, retryAfterSeconds, fields: [] }, 'fr').replace(/\s/g, ' ')

test('every refusal that a player can meet has its own sentence, in both languages', () => {
  const ofStaff: readonly string[] = [...counterRefusalCodes, ...administrationRefusalCodes]
  const codes = refusalCodes.filter(code => !ofStaff.includes(code))
  for (const lang of ['fr', 'en'] as const) {
    const sentences = codes.map(code => refusalSentence(code, lang))
    expect(sentences.every(sentence => sentence?.endsWith('.'))).toBe(true)
    expect(new Set(sentences).size).toBe(codes.length)
  }
})

test('a refusal without a sentence of its own is told as a failure, never as nothing', () => {
  expect(refused('shop-missing')).toBe(refused('internal-error'))
})

test('whoever must wait is told how long, in the unit that a person would use', () => {
  expect(refused('too-many-attempts', 45)).toBe('Trop d’essais en peu de temps. Réessayez dans 45 secondes.')
  expect(refused('too-many-attempts', 100)).toContain('dans 2 minutes.')
  expect(refused('too-many-attempts', 86_400)).toContain('dans 24 heures.')
})

test('what comes with an address and is no code says nothing', () => {
  expect(refusalSentence('<script>', 'fr')).toBeNull()
  expect(refusalSentence('constructor', 'fr')).toBeNull()
})
