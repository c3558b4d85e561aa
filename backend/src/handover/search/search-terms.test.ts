import { expect, test } from 'vitest'
import { nameQuery } from '../../lists/name-search.ts'
import { searchTerms } from './search-terms.ts'

test('a code is read in any case, with spaces and dashes; ten letters may be a name as well', () => {
  expect(searchTerms(' abcde - fghjk ')).toMatchObject({ code: 'ABCDEFGHJK' })
  expect(searchTerms('Chevassant')).toEqual({ code: 'CHEVASSANT', names: ['chevassant'] })
})

test('names lose case, accents, hyphens and apostrophes', () => {
  expect(searchTerms('Hélène d’ORVAL-Noël')).toEqual({ code: null, names: ['helene', 'd', 'orval', 'noel'] })
  expect(searchTerms("'); drop:* & !")).toEqual({ code: null, names: ['drop'] })
  expect(searchTerms('  … ')).toEqual({ code: null, names: [] })
})

test('a text with an @ is an e-mail address', () => {
  expect(searchTerms(' Alix@Example.test ')).toEqual({ email: 'alix@example.test' })
})

test('every word of a name search is the beginning of a name', () => {
  expect(nameQuery(['le', 'goff'])).toBe("'le':* & 'goff':*")
})
