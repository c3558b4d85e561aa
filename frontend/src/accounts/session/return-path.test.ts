import { expect, test } from 'vitest'
import { localPath } from './return-path.ts'

test('signing in leads back to a page of the site', () => {
  expect(localPath('/jeu')).toBe('/jeu')
  expect(localPath('/en/mes-gains?page=2')).toBe('/en/mes-gains?page=2')
})

test.each([
  '//evil.test',
  '/\\evil.test',
  'https://evil.test/jeu',
  'javascript:alert(1)',
  'jeu',
  '',
  null,
  '/\t/evil.test',
])('signing in never leads to another site: %j', asked => {
  expect(localPath(asked)).toBeNull()
})
