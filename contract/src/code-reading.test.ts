import { expect, test } from 'vitest'
import { sampleCodes, waysToType } from '../test/typed-codes.ts'
import { readCode } from './code-reading.ts'

test.each(waysToType)('a code typed $name is read, or the person is asked, and never another code is read', way => {
  for (const code of sampleCodes(400)) {
    const reading = readCode(way.type(code))
    if (way.mayAsk && !reading.code) expect(reading.choices, way.type(code)).toContain(code)
    else expect(reading.code, way.type(code)).toBe(code)
  }
})

test('what is read as another character is reported', () => {
  expect(readCode('wèwévagufb')).toMatchObject({
    code: 'W7W2VAGUFB',
    corrected: [
      { typed: 'è', read: '7' },
      { typed: 'é', read: '2' },
    ],
  })
  for (const code of sampleCodes(400))
    for (const { type } of waysToType.slice(7)) {
      const { code: read, corrected } = readCode(type(code))
      if (read && /[2-9]/.test(code)) expect(corrected, type(code)).not.toEqual([])
    }
})

test.each([
  ['ABCDEFGHJ-', 'ABCDEFGHJ6', 'nine letters with one dash: it is the key of 6'],
  ['AB-CDEFGHJ', 'AB6CDEFGHJ', 'the same within a group'],
  ['AB-CD-EFGHJ', 'AB6CDEFGHJ', 'of two dashes the one between the groups separates'],
  ['ABCDE--FGHJ', 'ABCDE6FGHJ', 'of two dashes between the groups one separates'],
  ['AB-CD-EF-GH-JK', 'ABCDEFGHJK', 'ten letters: dashes separate'],
  ['ABC_DEFGHJ', 'ABC8DEFGHJ', 'nine letters with one underscore: it is the key of 8'],
  ['2ÉCDEFGHJK', '2ECDEFGHJK', 'a digit was typed, so É is a letter'],
  ['É(CDEFGHJK', '25CDEFGHJK', 'another key of the same row was typed, so É is the key of 2'],
])('%s is %s: %s', (typed, code) => {
  expect(readCode(typed)).toMatchObject({ code, choices: [] })
})

test.each([
  ['ABCDE-FGHJ', ['ABCDE6FGHJ'], 'the last symbol may be missing'],
  ['W7-ABCDEFG', ['W76ABCDEFG'], 'other digits were typed as digits'],
  ['AB-CDE-FGHJ', ['AB6CDEFGHJ', 'ABCDE6FGHJ'], 'either dash may be the 6'],
  ['WÈWÉVAGUFB', ['WEWEVAGUFB', 'W7W2VAGUFB'], 'accents on capitals may come from a keyboard or from a person'],
])('%s may be %j: %s, so the person chooses', (typed, choices) => {
  expect(readCode(typed)).toMatchObject({ code: null, choices })
})

test.each(['ABCDE - FGHJ', 'ABCDE-FGH', 'ABCDEFGHJà', 'ABCDEFGHJ&', 'ABCDE-FGHJKM', '', '-', '----------------'])(
  '%j is no code, and may be none',
  typed => {
    expect(readCode(typed)).toMatchObject({ code: null, choices: [] })
  },
)

test('hostile texts are read in no time', () => {
  const begun = performance.now()
  for (const piece of ['-', '_-', 'É-', '"', ']Q1', 'a-', ' ']) readCode(piece.repeat(50_000))
  expect(performance.now() - begun).toBeLessThan(5_000)
})
