import { expect, test } from 'vitest'
import { ofName } from './french.ts'

test('the French "de" loses its vowel before another', () => {
  expect(['Camille', 'Ada', 'Élise', 'Yann'].map(ofName)).toEqual(['de Camille', 'd’Ada', 'd’Élise', 'de Yann'])
})
