import { expect, test } from 'vitest'
import {
  forgottenPasswordKeys,
  passwordAddressKey,
  passwordKey,
  registrationKeys,
  verificationKeys,
} from './account-limits.ts'

const ADDRESS = '203.0.113.9'
const QUARTER = 900
const HOUR = 3600

test('five wrong passwords for an account make it wait, fifty from an address', () => {
  const limit = { allowed: 5, windowSeconds: QUARTER, firstWaitSeconds: 30, longestWaitSeconds: QUARTER }
  expect(passwordKey('alix@example.test').limit).toEqual(limit)
  expect(passwordAddressKey(ADDRESS)).toEqual({ key: `password:address:${ADDRESS}`, limit: { ...limit, allowed: 50 } })
})

test('ten registrations that meet a taken address make the address wait, a hundred that make an account', () => {
  const limit = { allowed: 10, windowSeconds: HOUR, firstWaitSeconds: 60, longestWaitSeconds: HOUR }
  expect(registrationKeys(ADDRESS)).toEqual({
    taken: { key: `register:taken:${ADDRESS}`, limit },
    made: { key: `register:made:${ADDRESS}`, limit: { ...limit, allowed: 100 } },
  })
})

test('three mails to an account make it wait, thirty from an address', () => {
  const limit = { allowed: 3, windowSeconds: HOUR, firstWaitSeconds: 300, longestWaitSeconds: HOUR }
  const [fromAddress, toAccount] = forgottenPasswordKeys('alix@example.test', ADDRESS)
  expect(fromAddress).toEqual({ key: `forgot:address:${ADDRESS}`, limit: { ...limit, allowed: 30 } })
  expect(toAccount).toEqual({ key: expect.stringMatching(/^forgot:account:[\w-]{43}$/), limit })
  expect(verificationKeys(7)).toEqual([{ key: 'verify:account:7', limit }])
})

test('all spellings of an e-mail address are one account, which the key does not reveal', () => {
  const { key } = passwordKey('alix@example.test')
  expect(key).toMatch(/^password:account:[\w-]{43}$/)
  expect(passwordKey(' Alix@Example.TEST ').key).toBe(key)
  expect(passwordKey('alix2@example.test').key).not.toBe(key)
})

test('the network of an address counts, not each address of a household', () => {
  expect(passwordAddressKey('2001:db8::1').key).toBe('password:address:2001:db8:0:0::/64')
  const { taken, made } = registrationKeys('2001:db8::1')
  expect([taken.key, made.key]).toEqual(['register:taken:2001:db8:0:0::/64', 'register:made:2001:db8:0:0::/64'])
})
