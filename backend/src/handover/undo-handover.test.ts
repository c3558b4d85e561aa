import { beforeEach, expect, test } from 'vitest'
import { DECLARED, startCounter } from '../../test/counter.ts'

const { backend, shops, employee, admin, played, ticketOf, eventsOf, later } = await startCounter()
const REASON = { reason: 'Mauvais client' }
const MINUTE = 60_000

beforeEach(() => {
  backend.clock.at = null
})

async function handedOver() {
  const [sacha, ticket] = [await employee(), await played()]
  expect((await sacha.post(`${ticket.url}/claim`, DECLARED)).status).toBe(200)
  return { sacha, ...ticket }
}

test('an employee undoes their handover: the prize is pending again, and the trail keeps both', async () => {
  const { sacha, code, url } = await handedOver()
  const { status, body } = await sacha.post(`${url}/undo`, REASON)
  expect([status, body.ticket.status, body.handover]).toEqual([200, 'pending', null])
  expect(body.history).toMatchObject([
    { kind: 'prize-handed-over', by: 'Sacha Nice', reason: null },
    { kind: 'handover-undone', by: 'Sacha Nice', shop: { city: 'Nice' }, ...REASON },
  ])
  expect(await ticketOf(code)).toEqual({
    status: 'pending',
    claimed_at: null,
    claimed_by: null,
    claimed_shop_id: null,
  })
  expect((await eventsOf(code)).at(-1)).toEqual({
    kind: 'handover-undone',
    actor_id: sacha.userId,
    details: { shopId: shops.nice, ...REASON },
  })
  expect((await sacha.post(`${url}/claim`, DECLARED)).status).toBe(200)
})

test('an employee who asks to undo again after a lost answer gets the same, and nothing is undone twice', async () => {
  const { sacha, code, url } = await handedOver()
  const first = await sacha.post(`${url}/undo`, REASON)
  const again = await sacha.post(`${url}/undo`, REASON)
  expect([again.status, again.body]).toEqual([200, first.body])
  expect(await eventsOf(code)).toHaveLength(2)
})

test('after ten minutes a handover stands, for an administrator too', async () => {
  const { sacha, code, url } = await handedOver()
  later(9.9 * MINUTE)
  expect((await sacha.get(url)).body.handover.mayUndo).toBe(true)
  later(10.1 * MINUTE)
  expect((await sacha.get(url)).body.handover.mayUndo).toBe(false)
  for (const person of [sacha, await admin()]) {
    const { status, body } = await person.post(`${url}/undo`, REASON)
    expect([status, body.code]).toEqual([409, 'undo-too-late'])
  }
  expect((await ticketOf(code)).status).toBe('claimed')
})

test('another employee undoes nothing, an administrator does', async () => {
  const { code, url } = await handedOver()
  const [other, boss] = [await employee({ shopId: shops.lyon }), await admin()]
  expect((await other.get(url)).body.handover.mayUndo).toBe(false)
  const refused = await other.post(`${url}/undo`, REASON)
  expect([refused.status, refused.body.code]).toEqual([403, 'role-needed'])
  expect((await ticketOf(code)).status).toBe('claimed')

  expect((await boss.get(url)).body.handover.mayUndo).toBe(true)
  const { status, body } = await boss.post(`${url}/undo`, REASON)
  expect(status).toBe(200)
  expect(body.history.at(-1)).toMatchObject({ kind: 'handover-undone', by: 'Dominique Siège', shop: null, ...REASON })
  expect((await eventsOf(code)).at(-1)).toMatchObject({ actor_id: boss.userId })
})

test('what was never handed over cannot be undone', async () => {
  const [sacha, { code, url }] = [await employee(), await played()]
  const { status, body } = await sacha.post(`${url}/undo`, REASON)
  expect([status, body.code]).toEqual([409, 'undo-too-late'])
  expect(await eventsOf(code)).toEqual([])
})

test('a claim against an undo at the same instant: the trail explains the status of the ticket', async () => {
  const noa = await employee({ firstName: 'Noa', shopId: shops.lyon })
  for (let round = 0; round < 30; round++) {
    const { sacha, code, url } = await handedOver()
    const [undone, claimed] = await Promise.all([sacha.post(`${url}/undo`, REASON), noa.post(`${url}/claim`, DECLARED)])
    expect(undone.status).toBe(200)
    const kinds = (await eventsOf(code)).map(({ kind }) => kind)
    const row = await ticketOf(code)
    expect([200, 409]).toContain(claimed.status)
    if (claimed.status === 200) {
      expect(kinds).toEqual(['prize-handed-over', 'handover-undone', 'prize-handed-over'])
      expect(row).toMatchObject({ status: 'claimed', claimed_by: noa.userId, claimed_shop_id: shops.lyon })
    } else {
      expect(kinds).toEqual(['prize-handed-over', 'handover-undone'])
      expect(row.status).toBe('pending')
    }
  }
})

test('two people undo the same handover at the same instant: it is undone once', async () => {
  const boss = await admin()
  for (let round = 0; round < 10; round++) {
    const { sacha, code, url } = await handedOver()
    const answers = await Promise.all([sacha, boss].map(person => person.post(`${url}/undo`, REASON)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await eventsOf(code)).map(({ kind }) => kind)).toEqual(['prize-handed-over', 'handover-undone'])
  }
})
