import type { RefusalCode } from '@tiptop/contract/refusals.ts'
import { expect, test } from 'vitest'
import type { Answer } from '../../api-client.ts'
import { sendPatiently } from './sent-patiently.ts'

const refused = (code: RefusalCode): Answer<string> => ({
  ok: false,
  failure: { kind: 'refused', code, retryAfterSeconds: 2, fields: [] },
})
const good: Answer<string> = { ok: true, value: 'in' }

async function send(answers: Answer<string>[]) {
  const waits: number[] = []
  let crowds = 0
  const answer = await sendPatiently(async () => answers.shift() ?? refused('internal-error'), {
    onCrowd: () => crowds++,
    wait: async ms => void waits.push(ms),
  })
  return { answer, waits, crowds }
}

test('a request that meets a crowd is sent again after the time that the answer names, and up to twice that', async () => {
  const { answer, waits, crowds } = await send([refused('sign-in-busy'), refused('sign-in-busy'), good])
  expect([answer, crowds]).toEqual([good, 2])
  expect(waits).toHaveLength(2)
  for (const ms of waits) expect(ms >= 2_000 && ms < 4_000).toBe(true)
})

test('a crowd that does not end is an answer after five tries; any other refusal is one at once', async () => {
  const { answer, waits } = await send(Array(6).fill(refused('sign-in-busy')))
  expect([answer, waits.length]).toEqual([refused('sign-in-busy'), 4])
  expect(await send([refused('too-many-attempts')])).toMatchObject({ answer: refused('too-many-attempts'), waits: [] })
})
