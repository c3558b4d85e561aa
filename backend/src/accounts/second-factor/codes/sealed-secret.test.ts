import { expect, test } from 'vitest'
import { derivedKey } from './derived-key.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

const key = derivedKey('a pepper for tests, long enough to be taken as one', 'authenticator app')
const SECRET = Buffer.from('12345678901234567890')

test('a sealed secret opens with its key, for its account alone', () => {
  const sealed = sealSecret(key, 7, SECRET)
  expect(openSecret(key, 7, sealed)).toEqual(SECRET)
  expect(openSecret(key, 8, sealed)).toBeNull()
  expect(openSecret(derivedKey('another pepper', 'authenticator app'), 7, sealed)).toBeNull()
  expect(
    openSecret(derivedKey('a pepper for tests, long enough to be taken as one', 'recovery code'), 7, sealed),
  ).toBeNull()
})

test('a sealed secret shows nothing of it, and a changed one does not open', () => {
  const sealed = sealSecret(key, 7, SECRET)
  expect(sealed.includes(SECRET)).toBe(false)
  expect(sealed.equals(sealSecret(key, 7, SECRET))).toBe(false)
  for (const at of [0, 15, sealed.length - 1]) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(openSecret(key, 7, changed)).toBeNull()
  }
})
