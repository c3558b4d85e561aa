import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { db } = backend.tools

test('a hundred and fifty requests of one account at once do not make another wait for them', async () => {
  const [greedy, other] = [await signedInClient(backend), await signedInClient(backend)]
  let answered = 0
  const crowd = Array.from({ length: 150 }, () => greedy.get('/me').finally(() => answered++))
  const { status } = await other.get('/me')
  expect({ status, answeredBefore: answered < 20 }).toEqual({ status: 200, answeredBefore: true })
  expect((await Promise.all(crowd)).map(answer => answer.status)).toEqual(Array(150).fill(200))
})

test('with three requests of an account held up by the database, another account is served', async () => {
  const [held, other] = [await signedInClient(backend), await signedInClient(backend)]
  const waiting: Promise<{ status: number }>[] = []
  await backend.tools.owner.transaction().execute(async lock => {
    await lock.selectFrom('users').select('id').where('id', '=', held.userId).forUpdate().execute()
    for (let n = 0; n < 40; n++) waiting.push(held.patch('/me', { firstName: `Lou${'u'.repeat(n)}` }))
    expect((await other.patch('/me', { firstName: 'Max' })).status).toBe(200)
  })
  await Promise.all(waiting)
  expect(await db.selectFrom('users').select('id').where('id', '=', held.userId).execute()).toHaveLength(1)
})

test('two hundred wait for their turn; what comes on top is refused at once', async () => {
  const client = await signedInClient(backend)
  const statuses = (await Promise.all(Array.from({ length: 230 }, () => client.get('/me')))).map(one => one.status)
  expect(Object.groupBy(statuses, String)).toMatchObject({ 200: { length: 203 }, 429: { length: 27 } })
  expect((await client.get('/me')).status).toBe(200)
})

test('a client that leaves while its requests wait leaves no place taken', async () => {
  const client = await signedInClient(backend)
  await backend.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = backend.app.server.address() as AddressInfo
  const cookie = [...client.cookies].map(pair => pair.join('=')).join('; ')
  for (let n = 0; n < 20; n++) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`GET /me HTTP/1.1\r\nHost: localhost:3000\r\nCookie: ${cookie}\r\n\r\n`)
    socket.destroy()
  }
  expect((await client.get('/me')).status).toBe(200)
  const more = await Promise.all(Array.from({ length: 5 }, () => client.get('/me')))
  expect(more.map(({ status }) => status)).toEqual(Array(5).fill(200))
})
