import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { readEntry } from './code-entry.ts'
import { entrySentence } from './entry-sentence.ts'

const say = (typed: string) => entrySentence(readEntry(typed), 'fr')

test('the player reads what is wrong with a code while typing it [1.1/N]', () => {
  expect(say('')).toBe('Saisissez les dix caractères de votre ticket.')
  expect(say('ABCDE-FGH')).toBe('Encore 2 caractères.')
  expect(say('ABCDE-FGHJ')).toBe('Encore 1 caractère.')
  expect(say('ABCDE-FGHJK-M')).toBe('Il y a 1 caractère de trop.')
  expect(say('ABC0O')).toBe('Aucun code ne contient 0 ou O. Regardez bien votre ticket.')
  reached('1.1/N')
})

test('the player reads which character was read as another', () => {
  expect(say('ÉBCDE-FGHJK')).toBe('Nous avons lu «\u00a0É\u00a0» comme E. Le code est complet.')
})
