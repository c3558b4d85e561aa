import { expect, test } from 'vitest'
import {
  confirmationKey,
  forgottenAddressKey,
  forgottenDeviceKey,
  forgottenPasswordKey,
  passwordAddressKey,
  passwordDeviceKey,
  passwordKey,
  passwordRecordKey,
  registrationMailKey,
  takenKey,
  verificationKey,
} from './account-limits.ts'

const ADDRESS = '203.0.113.9'
const QUARTER = 900
const HOUR = 3600

test('five wrong passwords make an account wait, or a browser that knows it, or a person who confirms', () => {
  const limit = { allowed: 5, windowSeconds: HOUR, firstWaitSeconds: 30, longestWaitSeconds: QUARTER }
  expect(passwordKey('alix@example.test').limit).toEqual(limit)
  expect(passwordDeviceKey('7.mark')).toEqual({ kind: 'password:device', key: 'password:device:7.mark', limit })
  expect(confirmationKey(7)).toEqual({ kind: 'password:confirm', key: 'password:confirm:7', limit })
})

test('fifty wrong passwords make an address wait, those for accounts that have played apart', () => {
  const limit = { allowed: 50, windowSeconds: QUARTER, firstWaitSeconds: 30, longestWaitSeconds: QUARTER }
  expect(passwordAddressKey(ADDRESS)).toMatchObject({ key: `password:address:${ADDRESS}`, limit })
  expect(passwordRecordKey(ADDRESS)).toMatchObject({ key: `password:record:${ADDRESS}`, limit })
})

test('ten taken addresses turn the answers to an address into mails, of which a hundred an hour are sent', () => {
  const limit = { allowed: 10, windowSeconds: HOUR, firstWaitSeconds: 60, longestWaitSeconds: HOUR }
  expect(takenKey(ADDRESS)).toMatchObject({ key: `register:taken:${ADDRESS}`, limit })
  expect(registrationMailKey(ADDRESS)).toMatchObject({
    key: `register:mails:${ADDRESS}`,
    limit: { ...limit, allowed: 100 },
  })
})

test('three mails to an account make it wait, thirty from an address', () => {
  const limit = { allowed: 3, windowSeconds: HOUR, firstWaitSeconds: 300, longestWaitSeconds: HOUR }
  expect(forgottenAddressKey(ADDRESS)).toMatchObject({
    key: `forgot:address:${ADDRESS}`,
    limit: { ...limit, allowed: 30 },
  })
  expect(forgottenPasswordKey('alix@example.test')).toMatchObject({
    key: expect.stringMatching(/^forgot:account:[\w-]{43}$/),
    limit,
  })
  expect(forgottenDeviceKey('7.mark')).toMatchObject({ key: 'forgot:device:7.mark', limit })
  expect(verificationKey(7)).toMatchObject({ key: 'verify:account:7', limit })
})

test('all spellings of an e-mail address are one account, which the key does not reveal', () => {
  const { key } = passwordKey('alix@example.test')
  expect(key).toMatch(/^password:account:[\w-]{43}$/)
  expect(passwordKey(' Alix@Example.TEST ').key).toBe(key)
  expect(passwordKey('alix2@example.test').key).not.toBe(key)
})

test('the network of an address counts, not each address of a household', () => {
  const keys = [passwordAddressKey, passwordRecordKey, takenKey, registrationMailKey, forgottenAddressKey]
  for (const keyOf of keys) expect(keyOf('2001:db8::1').key).toMatch(/:2001:db8:0:0::\/64$/)
})
