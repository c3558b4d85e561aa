import { expect, test } from 'vitest'
import { Failure, hintOf, isFailure, withHint } from './failure.ts'

test('a failure says what happened, and what to do next on a line of its own', () => {
  const full = new Failure('disk-full', 'Le disque est trop plein.', { hint: 'Faites-y de la place.' })
  expect(full.message).toBe('Le disque est trop plein.')
  expect(withHint(full)).toBe('Le disque est trop plein.\n→ Faites-y de la place.')
  expect(withHint(new Failure('refused', 'Le registre refuse.', { hint: null }))).toBe('Le registre refuse.')
  expect(withHint(new Error('un défaut'))).toBe('un défaut')
})

test('what to do next stays known when a failure is reworded', () => {
  const cause = new Failure('disk-full', 'Le disque est trop plein.', { hint: 'Faites-y de la place.' })
  const told = new Failure('run-undone', 'échoué, défait : Le disque est trop plein.', { hint: hintOf(cause), cause })
  expect(hintOf(told)).toBe('Faites-y de la place.')
  expect(hintOf(new Failure('run-failed', 'échoué', { cause, hint: 'Appelez.' }))).toBe('Appelez.')
})

test('callers tell failures apart by their code', () => {
  const refused = new Failure('refused', 'Le registre refuse.', { hint: null })
  expect([isFailure(refused, 'refused'), isFailure(refused, 'locked'), isFailure(new Error(''), 'refused')]).toEqual([
    true,
    false,
    false,
  ])
})
