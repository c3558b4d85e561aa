import {
  administrationRefusalCodes,
  counterRefusalCodes,
  drawRefusalCodes,
  playRefusalCodes,
  proofRefusalCodes,
  refusalCodes,
  secondFactorRefusalCodes,
} from '@tiptop/contract/refusals.ts'
import { beforeAll, expect, test } from 'vitest'
import { failureSentence, loadRefusals, refusalSentence } from './failure-sentences.ts'
import { playFailureSentence } from './game/answer/play-failures.ts'

const refused = (code: (typeof refusalCodes)[number], retryAfterSeconds: number | null = null) =>
  failureSentence({ kind: 'refused', code, retryAfterSeconds, fields: [] }, 'fr').replace(/\s/g, ' ')

beforeAll(loadRefusals)

test('every refusal that a player can meet in the game has its own sentence, in both languages', () => {
  const elsewhere: readonly string[] = [
    ...counterRefusalCodes,
    ...administrationRefusalCodes,
    ...proofRefusalCodes,
    ...drawRefusalCodes,
    ...secondFactorRefusalCodes,
  ]
  const codes = refusalCodes.filter(code => !elsewhere.includes(code))
  for (const lang of ['fr', 'en'] as const) {
    const sentences = codes.map(code =>
      playFailureSentence({ kind: 'refused', code, retryAfterSeconds: null, fields: [] }, lang),
    )
    expect(sentences.every(sentence => sentence.endsWith('.'))).toBe(true)
    expect(new Set(sentences).size).toBe(codes.length)
  }
})

test('a page that plays nothing has no sentence for the refusals of a play', () => {
  for (const code of playRefusalCodes) expect(refusalSentence(code, 'fr')).toBeNull()
})

test('a refusal without its own sentence reads as a failure, never as nothing', () => {
  expect(refused('shop-missing')).toBe(refused('internal-error'))
})

test('a user who must wait reads how long, in the unit that a person would use', () => {
  expect(refused('too-many-attempts', 45)).toBe('Trop d’essais en peu de temps. Réessayez dans 45 secondes.')
  expect(refused('too-many-attempts', 100)).toContain('dans 2 minutes.')
  expect(refused('too-many-attempts', 86_400)).toContain('dans 24 heures.')
})

test('an unknown code in an address gives no sentence', () => {
  expect(refusalSentence('<script>', 'fr')).toBeNull()
  expect(refusalSentence('constructor', 'fr')).toBeNull()
})
