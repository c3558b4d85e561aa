import { expect, test } from 'vitest'
import { reached } from '../../../../../scripts/diagrams/reached.ts'
import { composeReason, LONGEST_DETAILS, readReason } from './reason.ts'

const label = 'Le nom ne correspond pas'

test('the chosen reason is enough by itself, and details follow it [1.2/O]', () => {
  expect(composeReason('other-name', label, '  ')).toBe(label)
  expect(composeReason('other-name', label, ' nom de jeune fille ')).toBe(`${label}\u00a0: nom de jeune fille`)
  reached('1.2/O')
  expect(composeReason('other-name', label, 'x'.repeat(LONGEST_DETAILS))?.length).toBeLessThanOrEqual(500)
})

test('another reason must be written', () => {
  expect(composeReason('other', 'Autre raison', ' a ')).toBeNull()
  expect(composeReason('other', 'Autre raison', 'Client pressé')).toBe('Client pressé')
})

test('a reason is one readable line', () => {
  expect(readReason('Mauvais\nclient')).toBe('Mauvais client')
  expect(readReason(' \t ')).toBeNull()
})
