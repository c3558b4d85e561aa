import { expect, test } from 'vitest'
import { sampleCodes, waysToType } from '../../../../contract/test/typed-codes.ts'
import { searchTerms } from './search-terms.ts'

test('a code is read in any case, with spaces and dashes; ten letters may be a name as well', () => {
  expect(searchTerms(' abcde - fghjk ')).toMatchObject({ codes: ['ABCDEFGHJK'] })
  expect(searchTerms('Chevassant')).toEqual({ codes: ['CHEVASSANT'], name: 'Chevassant' })
})

test.each(waysToType)('the counter reads a code typed $name, also among others that it may be', ({ type }) => {
  for (const code of sampleCodes(50))
    expect(searchTerms(type(code))).toMatchObject({ codes: expect.arrayContaining([code]) })
})

test('a text with an @ is an e-mail address', () => {
  expect(searchTerms(' Alix@Example.test ')).toEqual({ email: 'alix@example.test' })
})
