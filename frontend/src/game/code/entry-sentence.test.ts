import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { readEntry } from './code-entry.ts'
import { entrySentence } from './entry-sentence.ts'

const say = (typed: string) => entrySentence(readEntry(typed), 'fr')

test('the player reads what is wrong with a code while typing it [1.1/N]', () => {
  expect(say('')).toBe('Saisissez les dix caractères de votre ticket.')
  expect(say('ABCDE-FGH')).toBe('Encore 2 caractères.')
  expect(say('ABCDEFGHJ')).toBe('Encore 1 caractère.')
  expect(say('ABCDE-FGHJK-M')).toBe('Il y a 1 caractère de trop.')
  expect(say('ABC0O')).toBe('Aucun code ne contient 0 ou O. Regardez bien votre ticket.')
  reached('1.1/N')
})

test('the player reads which character was read as another', () => {
  expect(say('ÊBCDE-FGHJK')).toBe('Nous avons lu «\u00a0Ê\u00a0» comme E. Le code est complet.')
  expect(say('wèwévagufb')).toBe(
    'Nous avons lu «\u00a0è\u00a0» comme 7 et «\u00a0é\u00a0» comme 2. Le code est complet.',
  )
})

test('the player reads that a code is in doubt, and that the choice is theirs', () => {
  expect(say('WÈWÉVAGUFB')).toContain('Plusieurs codes sont possibles.')
  expect(say('W7-ABCDEFG')).toBe(
    'Encore 1 caractère. Ou votre code est-il complet\u202f? Choisissez alors celui de votre ticket.',
  )
})
