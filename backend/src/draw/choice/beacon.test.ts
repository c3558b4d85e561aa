import { expect, test } from 'vitest'
import { isSignatureOf, publishedAt, randomnessOf } from './beacon.ts'

/** Rounds of quicknet as drand published them. */
const ROUNDS: [round: number, randomness: string, signature: string][] = [
  [
    1,
    '1466a6cd24e327188770752f6134001c64d6efcc590ccc26b721611ad96f165a',
    'b55e7cb2d5c613ee0b2e28d6750aabbb78c39dcc96bd9d38c2c2e12198df95571de8e8e402a0cc48871c7089a2b3af4b',
  ],
  [
    2,
    '5782d6987841c654515a0e72b2d1ebb4e741234042c37cb19608ae50d93fb60c',
    'b6b6a585449b66eb12e875b64fcbab3799861a00e4dbf092d99e969a5eac57dd3f798acf61e705fe4f093db926626807',
  ],
  [
    1000,
    'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
  ],
  [
    30_662_982,
    'ae76da5137c6d0a0d3b50d325948b26cc3ff1f804cd7bbca29b9250c2bfe8d67',
    '8b3edd0d42a2fa36ac15641a2dea2e4f4895acec2ef72ef39e5b6138f0346fb6b046dde1b4b3d09ff5fe8a6a7acd674a',
  ],
]
const bytes = (hex: string) => Buffer.from(hex, 'hex')

test.each(ROUNDS)(
  'round %i of quicknet is signed by its key, and its randomness follows',
  (round, randomness, signed) => {
    expect(isSignatureOf(round, bytes(signed))).toBe(true)
    expect(randomnessOf(bytes(signed)).toString('hex')).toBe(randomness)
  },
)

test('a signature of another round, a changed one, one too short and a point elsewhere are refused', () => {
  const [[, , first], [, , second]] = ROUNDS as [(typeof ROUNDS)[0], (typeof ROUNDS)[0]]
  expect(isSignatureOf(2, bytes(first))).toBe(false)
  expect(isSignatureOf(1, bytes(`${first.slice(0, -1)}c`))).toBe(false)
  expect(isSignatureOf(2, bytes(second.slice(2)))).toBe(false)
  expect(isSignatureOf(1, bytes('00'.repeat(48)))).toBe(false)
  // The point at infinity, which a careless check takes for a signature of anything.
  expect(isSignatureOf(1, bytes(`c0${'00'.repeat(47)}`))).toBe(false)
})

test('a round is published every three seconds since the chain began', () => {
  expect(publishedAt(1).toISOString()).toBe('2023-08-23T15:09:27.000Z')
  expect(publishedAt(1000).toISOString()).toBe('2023-08-23T15:59:24.000Z')
})
