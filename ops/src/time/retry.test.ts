import { expect, test } from 'vitest'
import { retry } from './retry.ts'

function failing(times: number) {
  let tries = 0
  const act = async () => {
    if (++tries <= times) throw new Error(`essai ${tries}`)
    return tries
  }
  return { act, tries: () => tries }
}

test('what works at the third try has worked', async () => {
  expect(await retry(failing(2).act, { pausesMs: [1, 1, 1] })).toBe(3)
})

test('after the last pause the last failure is the answer', async () => {
  await expect(retry(failing(9).act, { pausesMs: [1, 1] })).rejects.toThrow('essai 3')
})

test('a failure that cannot pass is not tried again', async () => {
  const never = failing(9)
  await expect(retry(never.act, { pausesMs: [1, 1], mayPass: () => false })).rejects.toThrow('essai 1')
  expect(never.tries()).toBe(1)
})

test('asked to stop, no other try begins, and the reason is the answer', async () => {
  const stop = new AbortController()
  const always = failing(9)
  const trying = retry(always.act, { pausesMs: [600_000], signal: stop.signal })
  stop.abort(new Error('arrêt demandé'))
  await expect(trying).rejects.toThrow('arrêt demandé')
  expect(always.tries()).toBe(1)
})
