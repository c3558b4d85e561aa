import { expect, test } from 'vitest'
import { typesetFrench } from './french-typography.ts'

const shown = (text: string) => typesetFrench(text).replaceAll('\u00a0', '_').replaceAll('\u202f', '~')

test('a French text keeps its punctuation, its quotes, its numbers and its units on one line', () => {
  expect(shown('Au bas de votre ticket de caisse : dix caractères ; est-ce lui ? Oui !')).toBe(
    'Au bas de votre ticket de caisse_: dix caractères~; est-ce lui~? Oui~!',
  )
  expect(shown('Le jeu « Thé Tip Top »')).toBe('Le jeu «_Thé Tip Top_»')
  expect(shown('500 000 tickets, coffret de 39 €, boîte de 100 g, 60 %, 18 ans')).toBe(
    '500~000 tickets, coffret de 39_€, boîte de 100_g, 60_%, 18_ans',
  )
  expect(shown('compte n° 12 · Nice · 2 h')).toBe('compte n°_12 ·_Nice ·_2_h')
})

test('what is no French punctuation stays as it is', () => {
  for (const text of [
    'https://example.test/?a=1',
    'le 24 décembre 2026',
    '01 23 45 67 89',
    '10 heures',
    '2 grands thés',
    '',
  ])
    expect(typesetFrench(text)).toBe(text)
})

test('typesetting twice changes nothing', () => {
  const once = typesetFrench('« 1 234 567 € » : vraiment ? Oui · non')
  expect(typesetFrench(once)).toBe(once)
})

test('lists, objects and functions of texts are typeset to their last text, and nothing else changes', () => {
  const words = { title: 'Déjà ?', list: ['Non !'], left: (count: number) => `Encore ${count} ?`, count: 3, none: null }
  const typeset = typesetFrench(words)
  expect(typeset).toMatchObject({ title: 'Déjà\u202f?', list: ['Non\u202f!'], count: 3, none: null })
  expect(typeset.left(2)).toBe('Encore 2\u202f?')
})
