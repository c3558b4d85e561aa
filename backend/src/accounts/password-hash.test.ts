import { availableParallelism } from 'node:os'
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

test('more passwords than can be hashed in time are refused at once, and those in line are all checked', async () => {
  const places = availableParallelism() * 81
  const stored = await hashPassword('a password')
  let admitted = 0
  // What is refused here costs no hash: only the places in line are filled.
  const admit = async () => {
    admitted++
    throw new Error('not let in')
  }
  const all = Array.from({ length: places + 20 }, () => verifyPassword(stored, 'a password', admit))
  const answers = await Promise.allSettled(all)
  const codes = answers.map(answer => (answer.status === 'rejected' ? (answer.reason.code ?? 'not let in') : 'checked'))
  expect(Object.groupBy(codes, code => code)).toMatchObject({
    'sign-in-busy': { length: 20 },
    'not let in': { length: places },
  })
  expect(admitted).toBe(places)
  expect(await verifyPassword(stored, 'a password')).toBe(true)
})
