import { expect, test } from 'vitest'
import { DECLARED, startCounter } from '../../test/counter.ts'

const counter = await startCounter()
const admin = await counter.admin()

test('an employee does not hand over what they won before they were one; a colleague does', async () => {
  const { code, player, url } = await counter.played()
  const change = { role: 'employee', shop: 'nice' }
  expect((await admin.patch(`/admin/users/${player.userId}/role`, change)).status).toBe(200)
  counter.later(61_000)
  const { status, body } = await player.post(`${url}/claim`, DECLARED)
  expect([status, body.code]).toEqual([403, 'own-ticket'])
  expect(await counter.ticketOf(code)).toMatchObject({ status: 'pending' })
  expect(await counter.eventsOf(code)).toEqual([])
  expect((await (await counter.employee()).post(`${url}/claim`, DECLARED)).status).toBe(200)
})

test('nor to a second account of theirs: the same name in any spelling, and the same birth date', async () => {
  const born = '1979-03-08'
  const helene = await counter.employee({ firstName: 'Hélène', lastName: 'Le Goff', birthDate: born })
  for (const [firstName, lastName] of [
    ['Hélène', 'Le Goff'],
    ['HELENE', 'LE-GOFF'],
    ['Le Goff', 'Helene'],
  ] as const) {
    const { url } = await counter.played({ firstName, lastName, birthDate: born })
    expect((await helene.post(`${url}/claim`, DECLARED)).body.code).toBe('own-ticket')
  }
  for (const other of [
    { firstName: 'Hélène', lastName: 'Le Goff', birthDate: '1979-03-09' },
    { firstName: 'Hervé', lastName: 'Le Goff', birthDate: born },
  ]) {
    const { url } = await counter.played(other)
    expect((await helene.post(`${url}/claim`, DECLARED)).status).toBe(200)
  }
})
