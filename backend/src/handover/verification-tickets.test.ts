import { expect, test } from 'vitest'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { openVerification } from '../verification/open-verification.ts'

const { backend, employee, played } = await startCounter({ tickets: 10 })
const { tools } = backend
const { player, employee: login, ticket } = await openVerification({ ...tools, db: tools.owner }, { minutes: 10 })
const [playing, checking] = [new Client(backend), new Client(backend)]
await playing.post('/auth/login', player)
await checking.post('/auth/login', login)
await playing.post('/plays', { code: ticket })
const [sacha, real] = [await employee(), await played()]
const url = `/handover/tickets/${ticket}`

test('the ticket of a verification is unknown at every counter but its own', async () => {
  for (const act of [sacha.get(url), sacha.post(`${url}/claim`, DECLARED), checking.get(real.url)])
    expect(await act).toMatchObject({ status: 404, body: { code: 'ticket-unknown' } })
  expect((await checking.get(url)).body.ticket.code).toBe(ticket)
  expect((await sacha.get(real.url)).body.ticket.code).toBe(real.code)
})

test('each counter lists its own tickets', async () => {
  const codesOf = async (client: Client) =>
    (await client.get('/handover/tickets')).body.items.map((item: { ticket: { code: string } }) => item.ticket.code)
  expect([await codesOf(sacha), await codesOf(checking)]).toEqual([[real.code], [ticket]])
})

test('a wrong code at the counter is in the figures, a right one is not', async () => {
  const wrongCodes = async () => (await tools.metrics.wrongCodes.get()).values[0]?.value ?? 0
  const known = await wrongCodes()
  await sacha.get(real.url)
  expect(await wrongCodes()).toBe(known)
  await sacha.get('/handover/tickets/ZZZZZZZZZZ')
  expect(await wrongCodes()).toBe(known + 1)
})
