import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnPathOf } from './return-path.ts'

const SITE = 'https://jeu.example.test'

test.each(['/jeu', '/en/mes-gains?page=2', '/jeu?code=ABCDE-FGHJK', '/compte#adresse', '/', `/${'a'.repeat(299)}`])(
  'signing in leads back to %s',
  path => {
    expect(returnPathOf(path)).toBe(path)
  },
)

test.each([
  null,
  undefined,
  '',
  'jeu',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/./\\evil.example',
  '/%2e//evil.example',
  '/jeu/..//evil.example',
  '/jeu/%2E%2e/\\evil.example',
  'https://evil.example/jeu',
  'javascript:alert(1)',
  '@evil.example',
  '.evil.example',
  `/${'a'.repeat(300)}`,
  `/${'é'.repeat(150)}`,
])('%j leads nowhere', path => {
  expect(returnPathOf(path)).toBeNull()
})

test('what could break out of a header or a cookie comes back encoded', () => {
  expect(returnPathOf('/jeu?a="; b\r\nx: y')).toBe('/jeu?a=%22;%20bx:%20y')
})

const piece = fc.constantFrom(
  '/',
  '\\',
  '.',
  '..',
  '%2e',
  '%2F',
  '%5c',
  '\t',
  '\n',
  ' ',
  '?',
  '#',
  '@',
  ':',
  'a',
  'evil.example',
)
const anyPath = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map(pieces => `/${pieces.join('')}`),
  fc.string({ unit: 'binary' }),
)

test('whatever is asked, a browser stays on the site, and reading the answer again changes nothing', () => {
  fc.assert(
    fc.property(anyPath, asked => {
      const path = returnPathOf(asked)
      if (path === null) return
      const opened = new URL(path, `${SITE}/connexion`)
      expect(opened.href).toBe(SITE + path)
      expect(returnPathOf(path)).toBe(path)
    }),
    { numRuns: 5000 },
  )
})
