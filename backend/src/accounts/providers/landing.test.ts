import { expect, test } from 'vitest'
import { landingPath } from './landing.ts'

const SITE = 'https://jeu.example.test'

test.each(['/jeu', '/mes-gains', '/jeu?code=ABCDE-FGHJK', '/compte#adresse', '/', `/${'a'.repeat(299)}`])(
  '%s is a place to go on to',
  path => {
    expect(landingPath(path, SITE)).toBe(path)
  },
)

test.each([
  undefined,
  '',
  'jeu',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/jeu/..//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '@evil.example',
  '.evil.example',
  `/${'a'.repeat(300)}`,
])('%j leads to the game', path => {
  expect(landingPath(path, SITE)).toBe('/jeu')
})

test('what could break out of a header or a cookie comes back encoded', () => {
  expect(landingPath('/jeu?a="; b\r\nx: y', SITE)).toBe('/jeu?a=%22;%20bx:%20y')
})
