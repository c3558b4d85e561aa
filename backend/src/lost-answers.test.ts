import { expect, test } from 'vitest'
import { startBackend } from '../test/backend.ts'
import { DECLARED } from '../test/counter.ts'
import { freshDatabase } from '../test/database.ts'
import { makeContest, makeShop, makeTickets, signedInClient } from '../test/make.ts'
import { unreliable } from '../test/unreliable-database.ts'

const database = await unreliable(await freshDatabase())
const backend = await startBackend({}, database.url)
const { db } = backend.tools
const { prizeIds } = await makeContest(backend.tools)
const codes = await makeTickets(backend.tools, prizeIds[0] as number, 4)
const nice = await makeShop(backend.tools, 'Nice')

/** Sends a request whose change is committed and whose answer is lost, then the same request again. */
async function askTwice<T extends { status: number; headers: Record<string, unknown> }>(
  ask: () => Promise<T>,
  statement = 'commit',
): Promise<T> {
  database.loseAnswer(statement)
  const { status, headers } = await ask()
  expect([status, headers['retry-after']]).toEqual([503, '5'])
  return ask()
}

const eventsOf = (actor: number) =>
  db
    .selectFrom('audit_events')
    .select('kind')
    .where('actor_id', '=', actor)
    .orderBy('id')
    .execute()
    .then(rows => rows.map(({ kind }) => kind))

test('a play whose answer was lost shows its prize when the player asks again, and is one play', async () => {
  const player = await signedInClient(backend)
  const again = await askTwice(() => player.post('/plays', { code: codes[0] }), 'update tickets ticket')
  expect([again.status, again.body.prize.slug]).toEqual([200, 'infuseur'])
  expect(await eventsOf(player.userId)).toEqual(['ticket-played'])
})

test('a handover whose answer was lost shows itself to the employee who asks again, and to no other', async () => {
  const [player, sacha, noa] = [
    await signedInClient(backend),
    await signedInClient(backend, { role: 'employee', shopId: nice }),
    await signedInClient(backend, { role: 'employee', shopId: nice }),
  ]
  await player.post('/plays', { code: codes[1] })
  const url = `/handover/tickets/${codes[1]}`
  const again = await askTwice(() => sacha.post(`${url}/claim`, DECLARED))
  expect([again.status, again.body.ticket.status]).toEqual([200, 'claimed'])
  expect((await noa.post(`${url}/claim`, DECLARED)).body.code).toBe('ticket-not-pending')

  const undone = await askTwice(() => sacha.post(`${url}/undo`, { reason: 'Mauvais client' }))
  expect([undone.status, undone.body.ticket.status]).toEqual([200, 'pending'])
  const refused = await askTwice(() => sacha.post(`${url}/refuse`, { reason: 'Mauvais client' }))
  expect(refused.status).toBe(200)
  expect(await eventsOf(sacha.userId)).toEqual(['prize-handed-over', 'handover-undone', 'handover-refused'])
})

test('a profile whose saving was not answered is saved, and saving it again succeeds', async () => {
  const newcomer = await signedInClient(backend, { birthDate: null, rulesAccepted: false })
  const change = { birthDate: '1985-12-31', acceptsRules: true, firstName: 'Lou' }
  const again = await askTwice(() => newcomer.patch('/me', change))
  expect([again.status, again.body]).toMatchObject([200, { firstName: 'Lou', complete: true }])
})

test('an erasure whose answer was lost succeeds when it is asked for again', async () => {
  const player = await signedInClient(backend, { email: 'partir@example.test' })
  const again = await askTwice(() => player.delete('/me', { confirmation: 'partir@example.test' }))
  expect(again.status).toBe(204)
  expect(await eventsOf(player.userId)).toEqual(['account-erased'])
})
