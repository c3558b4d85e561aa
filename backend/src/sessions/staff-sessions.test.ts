import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { makeContest, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { db } = backend.tools
await makeContest(backend.tools)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

beforeEach(() => {
  backend.clock.at = new Date('2026-11-23T08:00:00Z')
})
const later = (ms: number) => {
  backend.clock.at = new Date(Number(backend.clock.at) + ms)
}

type Person = Awaited<ReturnType<typeof signedInClient>>
const isOpen = async (who: Person) => (await who.get('/me')).status === 200
const STAFF = ['employee', 'admin', 'bailiff'] as const

test.each(STAFF)('a session of the role %s ends half an hour after its last request', async role => {
  const who = await signedInClient(backend, { role })
  for (let n = 0; n < 3; n++) {
    later(29 * MINUTE)
    expect(await isOpen(who)).toBe(true)
  }
  later(30 * MINUTE)
  expect(await isOpen(who)).toBe(false)
  expect(who.signedIn).toBe(false)
})

test.each(STAFF)('a session of the role %s ends twelve hours after the sign-in, however busy', async role => {
  const who = await signedInClient(backend, { role })
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    later(20 * MINUTE)
    expect(await isOpen(who)).toBe(true)
  }
  later(20 * MINUTE)
  expect(await isOpen(who)).toBe(false)
})

test('a player stays signed in, whether or not they come', async () => {
  const player = await signedInClient(backend)
  later(10 * 24 * HOUR)
  expect(await isOpen(player)).toBe(true)
})

test('what a page asks by itself keeps no session open', async () => {
  const [employee, admin] = [
    await signedInClient(backend, { role: 'employee' }),
    await signedInClient(backend, { role: 'admin' }),
  ]
  for (let minutes = 0; minutes < 28; minutes += 4) {
    later(4 * MINUTE)
    expect((await employee.get('/handover/count')).status).toBe(200)
    expect((await admin.get('/draw')).status).toBe(200)
  }
  later(2 * MINUTE)
  expect((await employee.get('/handover/count')).status).toBe(401)
  expect((await admin.get('/draw')).status).toBe(401)
})

test('a session of the staff that is over is not revived when its account becomes a player’s', async () => {
  const who = await signedInClient(backend, { role: 'employee' })
  later(HOUR)
  expect(await isOpen(who)).toBe(false)
  await db.updateTable('users').set({ role: 'player' }).where('id', '=', who.userId).execute()
  const session = await db
    .selectFrom('sessions')
    .select('revoked_at')
    .where('user_id', '=', who.userId)
    .executeTakeFirst()
  expect(session?.revoked_at).not.toBeNull()
})
