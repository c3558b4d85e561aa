import { beforeEach, describe, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { freshDatabase } from '../../../test/database.ts'
import { signedInClient } from '../../../test/make.ts'
import { unreliable } from '../../../test/unreliable-database.ts'
import { revokeAllSessions } from '../../sessions/queries.ts'

const database = await unreliable(await freshDatabase())
const backend = await startBackend({}, database.url)
const { db, now } = backend.tools
const MINUTE = 61_000

beforeEach(() => {
  backend.clock.at = new Date('2026-11-30T10:00:00Z')
})
const later = (ms: number) => {
  backend.clock.at = new Date((backend.clock.at as Date).getTime() + ms)
}
const cookiesOf = ({ headers }: Awaited<ReturnType<Client['get']>>) => [headers['set-cookie'] ?? []].flat()

describe.each([
  ['employee', { player: 403, employee: 204, admin: 204, bailiff: 403 }],
  ['admin', { player: 403, employee: 403, admin: 204, bailiff: 403 }],
  ['bailiff', { player: 403, employee: 403, admin: 403, bailiff: 204 }],
] as const)('the gate of %s', (space, statuses) => {
  const gate = `/gate/${space}`

  test.each(Object.entries(statuses))(`${space}: to a session with the role %s it answers %i`, async (role, status) => {
    const person = await signedInClient(backend, { role: role as keyof typeof statuses })
    const answer = await person.get(gate)
    expect([answer.status, answer.body?.code]).toEqual([status, status === 403 ? 'role-needed' : undefined])
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(cookiesOf(answer)).toEqual([])
  })

  test(`${space}: a visitor without a session, or with a forged one, is asked to sign in`, async () => {
    const [visitor, forger] = [new Client(backend), new Client(backend)]
    forger.cookies.set('tiptop_session', 'forged')
    for (const who of [visitor, forger])
      expect(await who.get(gate)).toMatchObject({ status: 401, body: { code: 'session-needed' } })
  })

  test(`${space}: a session whose minute is over is renewed in passing, by one cookie`, async () => {
    const member = await signedInClient(backend, { role: space })
    later(MINUTE)
    const answer = await member.get(gate)
    expect(answer.status).toBe(204)
    expect(cookiesOf(answer)).toEqual([expect.stringMatching(/^tiptop_session=[^;]/)])
    expect(cookiesOf(await member.get(gate))).toEqual([])
  })

  test(`${space}: a revoked session opens nothing, and its cookie is taken back`, async () => {
    const member = await signedInClient(backend, { role: space })
    await revokeAllSessions(db, member.userId, now())
    expect(await member.get(gate)).toMatchObject({ status: 401, body: { code: 'session-needed' } })
    const isOut = async () => (await member.get(gate)).status === 401 && !member.signedIn
    await expect.poll(isOut, { timeout: 1_000 }).toBe(true)
  })

  test(`${space}: a role counts from the moment it is given or withdrawn`, async () => {
    const person = await signedInClient(backend, { role: space })
    const setRole = (role: 'player' | typeof space) =>
      db.updateTable('users').set({ role }).where('id', '=', person.userId).execute()
    await setRole('player')
    expect((await person.get(gate)).status).toBe(403)
    await setRole(space)
    expect((await person.get(gate)).status).toBe(204)
  })
})

test('without its database the API refuses no one, but says that it cannot tell', async () => {
  const admin = await signedInClient(backend, { role: 'admin' })
  await database.cut()
  expect(await admin.get('/gate/admin')).toMatchObject({ status: 503, body: { code: 'service-unavailable' } })
  await database.mend()
  expect((await admin.get('/gate/admin')).status).toBe(204)
})

test('a refused visitor learns the way to the sign-in page and back, in the language of the page [1.2/C 1.2/D 1.3/C 1.3/D]', async () => {
  const wayFrom = async (page?: string, space = 'admin') => {
    const headers = page === undefined ? {} : { 'x-original-uri': page }
    return (await backend.app.inject({ url: `/gate/${space}`, headers })).headers.location
  }
  expect(await wayFrom('/admin/tickets?status=pending&page=2')).toBe(
    '/connexion?suite=%2Fadmin%2Ftickets%3Fstatus%3Dpending%26page%3D2',
  )
  reached('1.3/C', '1.3/D')
  expect(await wayFrom('/en/employe', 'employee')).toBe('/en/connexion?suite=%2Fen%2Femploye')
  reached('1.2/C', '1.2/D')
  expect(await wayFrom()).toBe('/connexion')
  const admin = await signedInClient(backend, { role: 'admin' })
  expect((await admin.get('/gate/admin')).headers.location).toBeUndefined()
})

test('the gates are in the description of the API', async () => {
  const { paths } = (await new Client(backend).get('/docs/json')).body
  expect(Object.keys(paths['/gate/employee'].get.responses)).toEqual(expect.arrayContaining(['204', '4XX']))
  expect(paths['/gate/admin']).toBeDefined()
})
