import { expect, test } from 'vitest'
import { forgotPasswordRequest, registerRequest } from './accounts.ts'
import { isEmailAddress } from './email-address.ts'

const accepted = (text: string) => registerRequest.shape.email.safeParse(text).success

test.each([
  'camille@example.test',
  'a&b@example.test',
  'a/b@example.test',
  'a=b@example.test',
  "o'malley+tea@example.test",
  '#!$%*?^_`{|}~-@example.test',
  'x@domain.xn--p1ai',
  'x@1and1.example.test',
  ' spaces.around@example.test ',
  `${'a'.repeat(64)}@example.test`,
])('%s is an address', text => {
  expect([isEmailAddress(text), accepted(text)]).toEqual([true, true])
})

test.each([
  '',
  'camille',
  'camille@example',
  '@example.test',
  'camille@',
  'camille@@example.test',
  'camille@-example.test',
  'camille@example-.test',
  'camille@example..test',
  'camille@.test',
  'camille@example.test.',
  'cam ille@example.test',
  'camille@exam ple.test',
  'camille@example.test\u0000',
  'camille\n@example.test',
  'Camille <camille@example.test>',
  'camille@example.test,bruno@example.test',
  '"camille martin"@example.test',
  'thé@example.test',
  `${'a'.repeat(250)}@example.test`,
])('%j is not one', text => {
  expect([isEmailAddress(text), accepted(text)]).toEqual([false, false])
})

test('the site and the API agree on every text', () => {
  const symbols = [...'aZ9.@@-_+&/=\'" \t\n\u00a0é🌿', 'xn--p1ai', '.test', '\ud83c', '\u0000']
  const pick = numbersFrom(1)
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: 1 + pick(12) }, () => symbols[pick(symbols.length)]).join('')
    const bySite = isEmailAddress(text)
    expect([text, accepted(text), forgotPasswordRequest.safeParse({ email: text }).success]).toEqual([
      text,
      bySite,
      bySite,
    ])
  }
})

/** The same sequence of numbers below a limit for the same seed (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
