import { expect, test } from 'vitest'
import { languageOf, pageUrl } from './web-page.ts'

test('French pages have no prefix, English ones have', () => {
  expect(pageUrl('https://jeu.example.test', 'fr', '/jeu')).toBe('https://jeu.example.test/jeu')
  expect(pageUrl('https://jeu.example.test', 'en', '/jeu')).toBe('https://jeu.example.test/en/jeu')
})

test('the path of a page determines its language', () => {
  for (const path of ['/en', '/en/jeu', '/en?x=1', '/en#prix']) expect(languageOf(path)).toBe('en')
  for (const path of ['/', '/jeu', '/enquete', '/jeu?suite=/en/']) expect(languageOf(path)).toBe('fr')
})
