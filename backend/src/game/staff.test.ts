import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { makeContest, makeTickets, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { tools } = backend
const { prizeIds } = await makeContest(tools)
const codes = await makeTickets(tools, prizeIds[0] as number, 4)

const statusOf = async (code: string | undefined) =>
  (await signedInClient(backend)).post('/plays', { code }).then(({ status }) => status)

test.each(['employee', 'admin', 'bailiff'] as const)(
  'an account of the role %s does not play, and the code stays unplayed',
  async role => {
    const member = await signedInClient(backend, { role })
    const code = codes.pop()
    const { status, body } = await member.post('/plays', { code })
    expect([status, body.code]).toEqual([403, 'staff-may-not-play'])
    expect(body.title).toBe('The staff do not take part in this contest')
    expect((await member.get('/me/tickets')).body.items).toEqual([])
    expect(await statusOf(code)).toBe(201)
  },
)

test('the staff learn nothing about a code, and trying one is no guess', async () => {
  const member = await signedInClient(backend, { role: 'employee' })
  for (let tries = 0; tries < 20; tries++)
    expect((await member.post('/plays', { code: 'ZZZZZZZZZZ' })).body.code).toBe('staff-may-not-play')
})

test('a contest may let them play', async () => {
  await tools.owner.updateTable('contests').set({ staff_may_play: true }).execute()
  const member = await signedInClient(backend, { role: 'employee' })
  expect((await member.post('/plays', { code: codes.pop() })).status).toBe(201)
})
