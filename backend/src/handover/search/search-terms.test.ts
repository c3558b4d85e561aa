import { readCode } from '@tiptop/contract/code-reading.ts'
import { expect, test } from 'vitest'
import { sampleCodes, waysToType } from '../../../../contract/test/typed-codes.ts'
import { searchTerms } from './search-terms.ts'

test('a code is read in any case, with spaces and dashes; ten letters may be a name as well', () => {
  expect(searchTerms(' abcde - fghjk ')).toMatchObject({ code: 'ABCDEFGHJK' })
  expect(searchTerms('Chevassant')).toEqual({ code: 'CHEVASSANT', name: 'Chevassant' })
})

test.each(waysToType)('the counter reads a code typed $name as the game does', ({ type }) => {
  for (const code of sampleCodes(50)) expect(searchTerms(type(code))).toMatchObject({ code: readCode(type(code)).code })
})

test('a text with an @ is an e-mail address', () => {
  expect(searchTerms(' Alix@Example.test ')).toEqual({ email: 'alix@example.test' })
})
