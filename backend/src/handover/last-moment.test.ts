import { beforeEach, expect, test } from 'vitest'
import { DECLARED, startCounter } from '../../test/counter.ts'

const ENDS = new Date(Date.now() + 5 * 60_000)
const { backend, employee, admin, played, ticketOf } = await startCounter({
  tickets: 20,
  dates: { playsUntil: ENDS, claimsUntil: ENDS },
})
const [sacha, noa] = [await employee(), await employee({ firstName: 'Noa' })]
const REASON = { reason: 'Mauvais client' }

beforeEach(() => {
  backend.clock.at = null
})

test('a prize is handed over until the last moment before its deadline, and not at the deadline', async () => {
  const [first, second] = [await played(), await played()]
  backend.clock.at = new Date(ENDS.getTime() - 1)
  expect((await sacha.get('/handover/tickets?status=pending')).body.items).toHaveLength(2)
  expect((await sacha.get('/handover/count')).body.pending).toBe(2)
  expect((await sacha.post(`${first.url}/claim`, DECLARED)).status).toBe(200)
  backend.clock.at = ENDS
  expect((await sacha.get('/handover/tickets?status=pending')).body.items).toHaveLength(0)
  expect((await sacha.get('/handover/tickets?status=expired')).body.items).toHaveLength(1)
  expect((await sacha.get('/handover/count')).body.pending).toBe(0)
  expect((await sacha.post(`${second.url}/claim`, DECLARED)).body.code).toBe('claim-period-over')
})

test('no prize is handed over to an account that is erased', async () => {
  const email = 'leaves@example.test'
  const { code, url, player } = await played({ email })
  expect((await player.delete('/me', { confirmation: email })).status).toBe(204)
  expect((await sacha.post(`${url}/claim`, DECLARED)).body.code).toBe('user-erased')
  expect((await ticketOf(code)).status).toBe('pending')
})

test('ten minutes after a handover, to the millisecond, it can no longer be undone nor asked for again', async () => {
  const { url } = await played()
  const at = new Date(Date.now() + 1000)
  backend.clock.at = at
  await sacha.post(`${url}/claim`, DECLARED)
  backend.clock.at = new Date(at.getTime() + 600_000)
  for (const person of [await employee(), await admin()])
    expect((await person.post(`${url}/undo`, REASON)).body.code).toBe('undo-too-late')
  expect((await sacha.post(`${url}/undo`, REASON)).body.code).toBe('undo-too-late')
  expect((await sacha.post(`${url}/claim`, DECLARED)).body.code).toBe('ticket-not-pending')
})

test('what one employee has undone, another cannot undo again', async () => {
  const { url, code } = await played()
  await sacha.post(`${url}/claim`, DECLARED)
  await sacha.post(`${url}/undo`, REASON)
  expect((await noa.post(`${url}/undo`, REASON)).body.code).toBe('undo-too-late')
  expect((await sacha.post(`${url}/undo`, REASON)).status).toBe(200)
  expect((await ticketOf(code)).status).toBe('pending')
})

test('a refusal one minute after the same is another refusal', async () => {
  const { url } = await played()
  const at = new Date(Date.now() + 1000)
  const refuse = async (ms: number) => {
    backend.clock.at = new Date(at.getTime() + ms)
    return (await sacha.post(`${url}/refuse`, REASON)).body.history.length
  }
  expect([await refuse(0), await refuse(59_999), await refuse(60_000)]).toEqual([1, 1, 2])
})
