import { expect, test } from 'vitest'
import { statesValue } from './stated-value.ts'

test('the value of a prize is found in its name, in both languages', () => {
  expect(statesValue('Coffret découverte à 39 €', 3_900)).toBe(true)
  expect(statesValue('€39 discovery box', 3_900)).toBe(true)
  expect(statesValue('Un thé à 12,50 €', 1_250)).toBe(true)
})

test('another number is not the value', () => {
  expect(statesValue('Une boîte de 100 g de thé', 3_900)).toBe(false)
  expect(statesValue('Coffret découverte à 390 €', 3_900)).toBe(false)
  expect(statesValue('Infuseur à thé', 3_900)).toBe(false)
})
