import { expect, test } from 'vitest'
import { drawAppSecret, stepOfCode } from './app-code.ts'

/** RFC 6238, appendix B: the secret and the codes for SHA-1, of which an app shows the last six digits. */
const SECRET = Buffer.from('12345678901234567890')
const VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]

test.each(VECTORS)('at second %i of RFC 6238 the code is the one of its appendix', (seconds, code) => {
  expect(stepOfCode(SECRET, code.slice(2), new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
})

test('a code is accepted one step before and after its own, and belongs to its own step', () => {
  const code = '287082'
  for (const seconds of [1, 30, 59, 60, 89]) expect(stepOfCode(SECRET, code, new Date(seconds * 1000))).toBe(1)
  expect(stepOfCode(SECRET, code, new Date(90_000))).toBeNull()
})

test('spaces are ignored, and anything but six digits is no code', () => {
  const at = new Date(59_000)
  expect(stepOfCode(SECRET, ' 287 082 ', at)).toBe(1)
  for (const typed of ['', '28708', '2870823', '94287082', '28708a', '-287082'])
    expect(stepOfCode(SECRET, typed, at)).toBeNull()
})

test('each secret is another one, of 160 bits', () => {
  const [one, other] = [drawAppSecret(), drawAppSecret()]
  expect([one.length, other.length]).toEqual([20, 20])
  expect(one.equals(other)).toBe(false)
})
