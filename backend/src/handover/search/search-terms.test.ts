import { expect, test } from 'vitest'
import { searchTerms } from './search-terms.ts'

test('a code is read in any case, with spaces and dashes; ten letters may be a name as well', () => {
  expect(searchTerms(' abcde - fghjk ')).toMatchObject({ code: 'ABCDEFGHJK' })
  expect(searchTerms('Chevassant')).toEqual({ code: 'CHEVASSANT', name: 'Chevassant' })
})

test('a text with an @ is an e-mail address', () => {
  expect(searchTerms(' Alix@Example.test ')).toEqual({ email: 'alix@example.test' })
})
