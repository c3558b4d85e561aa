import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash.ts'

test('a password is the same on keyboards that compose its letters otherwise; another is not', async () => {
  const stored = await hashPassword('thé ﬁn'.normalize('NFC'))
  expect(await verifyPassword(stored, 'the\u0301 fin')).toBe(true)
  expect(await verifyPassword(stored, 'the fin')).toBe(false)
})

test('an account without a password is opened by none, not even that of its decoy', async () => {
  for (const tried of ['', 'no account has this password']) expect(await verifyPassword(null, tried)).toBe(false)
})
