import { expect, test } from 'vitest'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { signedInClient } from '../../test/make.ts'

const { backend, shops, employee, played } = await startCounter()
const { tools } = backend
const { db } = tools

test('a person downloads all data about them as a file, and the audit trail records it', async () => {
  const { player, code, url } = await played({ email: 'mine@example.test', firstName: 'Lou' })
  const sacha = await employee()
  await sacha.post(`${url}/refuse`, { reason: 'Pas de pièce d’identité' })
  await sacha.post(`${url}/claim`, DECLARED)
  await player.patch('/me', { newsletter: true })
  await db.insertInto('identities').values({ provider: 'google', subject: 'g-42', user_id: player.userId }).execute()
  const passkey = { id: 'key', public_key: Buffer.of(1), counter: 0, transports: [], name: 'Ma clé' }
  await db
    .insertInto('passkeys')
    .values({ ...passkey, user_id: player.userId, created_at: new Date() })
    .execute()

  const { status, headers, body } = await player.get('/me/data')
  expect(status).toBe(200)
  expect(headers['content-type']).toMatch('application/json')
  expect(headers['content-disposition']).toBe('attachment; filename="the-tip-top-mes-donnees.json"')
  expect(headers['cache-control']).toBe('no-store')
  expect(body.profile).toMatchObject({ id: player.userId, email: 'mine@example.test', firstName: 'Lou' })
  expect(body.profile).toMatchObject({ birthDate: '1990-05-17', newsletterConsentAt: expect.any(String) })
  expect(body.identities).toEqual([{ provider: 'google', subject: 'g-42', linkedAt: expect.any(String) }])
  expect(body.tickets).toMatchObject([{ ticket: { code, status: 'claimed' }, prize: { slug: 'coffret-69' } }])
  expect(body.secondFactor).toEqual({
    passkeys: [{ id: 'key', name: 'Ma clé', createdAt: expect.any(String), lastUsedAt: null }],
    appSince: null,
    recoveryCodesLeft: 0,
  })
  const opened = { openedAt: expect.any(String), lastSeenAt: expect.any(String), browser: null, system: null }
  expect(body.sessions).toEqual([{ ...opened, endedAt: null }])
  expect(body.history).toMatchObject([
    { kind: 'handover-refused', details: { reason: 'Pas de pièce d’identité', shopId: shops.nice } },
    { kind: 'prize-handed-over', details: DECLARED },
    { kind: 'profile-changed', details: { fields: ['newsletter'] } },
    { kind: 'data-downloaded', details: null },
  ])
})

test('every ticket of the person is in the file, and no other ticket', async () => {
  const { player } = await played()
  await played()
  const { id: prize_id } = await db.selectFrom('prizes').select('id').limit(1).executeTakeFirstOrThrow()
  const codes = Array.from({ length: 600 }, (_, n) => `MANY${String(n).padStart(6, '0')}`)
  const rows = codes.map((code, n) => ({
    id: 10_000 + n,
    prize_id,
    code,
    code_hash: Buffer.from(code.padEnd(16)),
    status: 'pending' as const,
    player_id: player.userId,
    played_at: new Date(),
  }))
  await tools.owner.insertInto('tickets').values(rows).execute()
  const participations = rows.map(({ id, played_at }) => ({
    ticket_id: id,
    player_id: player.userId,
    prize_id,
    played_at,
  }))
  await tools.owner.insertInto('participations').values(participations).execute()
  const { body } = await player.get('/me/data')
  expect(body.tickets).toHaveLength(601)
  const inFile = new Set(body.tickets.map(({ ticket }: { ticket: { code: string } }) => ticket.code))
  expect(codes.every(code => inFile.has(code))).toBe(true)
})

test('the file of an employee leaves out what they recorded about others, and contains what others did to them', async () => {
  const [sacha, { url }] = [await employee(), await played()]
  await sacha.post(`${url}/refuse`, { reason: 'Le nom n’est pas le même' })
  const admin = await signedInClient(backend, { role: 'admin' })
  await admin.patch(`/admin/users/${sacha.userId}/role`, { role: 'employee', shop: 'lyon' })
  expect((await sacha.get('/me/data')).body.history).toMatchObject([
    { kind: 'handover-refused', details: null },
    { kind: 'role-changed', details: { from: 'employee', to: 'employee', shop: 'lyon' } },
    { kind: 'data-downloaded' },
  ])
  expect((await admin.get('/me/data')).body.history).toMatchObject([
    { kind: 'role-changed', details: null },
    { kind: 'data-downloaded' },
  ])
})

test('a session that was ended or has run out says when', async () => {
  const player = await signedInClient(backend)
  const ended = new Date('2026-11-02T00:00:00Z')
  const [created_at, far] = [new Date('2026-11-01T00:00:00Z'), new Date('2099-01-01T00:00:00Z')]
  const session = { user_id: player.userId, created_at }
  const past = [
    { ...session, expires_at: far, revoked_at: ended },
    { ...session, expires_at: ended, revoked_at: null },
  ]
  await db.insertInto('sessions').values(past).execute()
  const { sessions } = (await player.get('/me/data')).body
  const both = { openedAt: created_at.toISOString(), endedAt: ended.toISOString() }
  expect(sessions).toMatchObject([both, both, { endedAt: null }])
})

test('a stranger downloads nothing', async () => {
  const { status, body, headers } = await new Client(backend).get('/me/data')
  expect([status, body.code, headers['content-disposition']]).toEqual([401, 'session-needed', undefined])
})

test('a person downloads their data ten times an hour, and nothing more is recorded', async () => {
  const player = await signedInClient(backend)
  const statuses = []
  for (let n = 0; n < 11; n++) statuses.push((await player.get('/me/data')).status)
  expect(statuses).toEqual([...Array(10).fill(200), 429])
  const events = await db.selectFrom('audit_events').select('kind').where('actor_id', '=', player.userId).execute()
  expect(events).toHaveLength(10)
})
