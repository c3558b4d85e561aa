import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../../../test/backend.ts'
import { Client } from '../../../../test/client.ts'
import { codeOfApp, makeMember, passWithKey, setUpApp, setUpPasskey } from '../../../../test/second-factor.ts'

const backend = await startBackend({ STAFF_SECOND_FACTOR: 'administrators' })
const { db } = backend.tools
const now = () => backend.clock.at ?? new Date()
const said = ({ status, body }: { status: number; body: { code?: string } | null }) => [status, body?.code]
const later = (ms: number) => {
  backend.clock.at = new Date(now().getTime() + ms)
}
const eventsOf = async (userId: number) =>
  (await db.selectFrom('audit_events').select('kind').where('actor_id', '=', userId).orderBy('id').execute()).map(
    ({ kind }) => kind,
  )

beforeEach(() => {
  backend.clock.at = new Date()
})

async function signedInMember(role: 'admin' | 'bailiff' | 'employee' = 'admin') {
  const member = await makeMember(backend, role)
  return { ...member, ...(await member.signIn()) }
}

test.each(['admin', 'bailiff'] as const)('without a factor, the role %s reaches only what sets one up', async role => {
  const { client, answer } = await signedInMember(role)
  expect([answer.status, answer.body]).toEqual([202, { secondStep: 'set-up' }])
  expect((await client.get('/auth/second-step')).body).toEqual({ secondStep: 'set-up', ways: [] })
  for (const url of ['/me', '/me/second-factor', '/admin/users', '/bailiff/overview', `/gate/${role}`])
    expect(said(await client.get(url))).toEqual([401, 'second-step-needed'])
  expect(said(await client.post('/auth/second-step/app', { code: '000000' }))).toEqual([401, 'second-factor-wrong'])

  const { answer: added } = await setUpPasskey(client)
  expect([added.status, added.body.recoveryCodes.length]).toEqual([200, 10])
  expect((await client.get('/me')).body.role).toBe(role)
  expect((await client.get(`/gate/${role}`)).status).toBe(204)
})

test('an employee chooses, unless the setting says otherwise', async () => {
  expect((await signedInMember('employee')).answer.status).toBe(200)
  const strict = await startBackend({ STAFF_SECOND_FACTOR: 'all' })
  const { answer } = await (await makeMember(strict, 'employee')).signIn()
  expect(answer.body).toEqual({ secondStep: 'set-up' })
  expect((await (await makeMember(strict, 'player')).signIn()).answer.status).toBe(200)
})

test('a session that becomes an administrator has to set a factor up before anything else', async () => {
  const member = await makeMember(backend, 'player')
  const { client } = await member.signIn()
  await db.updateTable('users').set({ role: 'admin' }).where('id', '=', member.userId).execute()
  later(61_000)
  expect(said(await client.get('/admin/users'))).toEqual([401, 'second-step-needed'])
})

test('the first code puts the app in use; a wrong one does not', async () => {
  const { client, signIn, email } = await signedInMember()
  const { secret, uri } = (await client.post('/me/second-factor/app')).body
  const { searchParams, pathname } = new URL(uri)
  expect(searchParams.get('secret')).toBe(secret)
  expect(decodeURIComponent(pathname)).toContain(email)
  const send = (code: string) => client.post('/me/second-factor/app/first-code', { code })
  const right = codeOfApp(secret, now())
  expect(said(await send(right === '000000' ? '000001' : '000000'))).toEqual([401, 'second-factor-wrong'])
  expect((await signIn()).answer.body).toEqual({ secondStep: 'set-up' })
  expect((await send(right)).status).toBe(200)
  expect((await signIn()).answer.body).toEqual({ secondStep: 'pass' })
})

test('a session with the password alone adds nothing once the owner has a factor', async () => {
  const { client: owner, signIn } = await signedInMember()
  const { client: thief } = await signIn()
  const { secret: thiefs } = (await thief.post('/me/second-factor/app')).body
  await setUpPasskey(owner)
  const answers = [
    await thief.post('/me/second-factor/app/first-code', { code: codeOfApp(thiefs, now()) }),
    await thief.post('/me/second-factor/app'),
    await thief.post('/me/second-factor/passkeys/options'),
    (await setUpPasskey(thief)).answer,
  ]
  expect(answers.map(said)).toEqual(answers.map(() => [401, 'second-step-needed']))
})

test('of two sessions that set a first factor up at once, one gets recovery codes, and ten there are', async () => {
  const { client: one, signIn, userId } = await signedInMember()
  const { client: other } = await signIn()
  const answers = (await Promise.all([setUpPasskey(one), setUpPasskey(other)])).map(({ answer }) => answer)
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  expect(answers.flatMap(({ body }) => body.recoveryCodes ?? []).length).toBe(10)
  expect((await db.selectFrom('recovery_codes').select('used_at').where('user_id', '=', userId).execute()).length).toBe(
    10,
  )
})

test('another phone takes the place of the app, whose codes then open nothing', async () => {
  const { client, signIn } = await signedInMember()
  const { secret: former } = await setUpApp(client, now)
  const { secret, recoveryCodes } = await setUpApp(client, now)
  expect(recoveryCodes).toBeNull()
  later(30_000)
  const { client: next } = await signIn()
  const pass = (code: string) => next.post('/auth/second-step/app', { code })
  expect(said(await pass(codeOfApp(former, now())))).toEqual([401, 'second-factor-wrong'])
  expect((await pass(codeOfApp(secret, now()))).status).toBe(200)
})

test('passkeys are listed, renamed and removed, each of its own account, and mails say what changed', async () => {
  const { client, userId, email } = await signedInMember()
  const stranger = await signedInMember()
  await setUpPasskey(stranger.client)
  const { key } = await setUpPasskey(client, { name: 'Clé du coffre' })
  later(1000)
  await setUpPasskey(client, { name: 'Téléphone' })
  const url = `/me/second-factor/passkeys/${key.id.toString('base64url')}`
  expect((await client.patch(url, { name: 'Clé du bureau' })).status).toBe(204)
  const { body } = await client.get('/me/second-factor')
  expect(body).toMatchObject({ appSince: null, recoveryCodesLeft: 10, compulsory: true })
  expect(body.passkeys.map(({ name }: { name: string }) => name)).toEqual(['Clé du bureau', 'Téléphone'])
  expect(said(await stranger.client.delete(url))).toEqual([404, 'not-found'])
  expect(said(await stranger.client.patch(url, { name: 'À moi' }))).toEqual([404, 'not-found'])
  expect((await client.delete(url)).status).toBe(204)
  expect(said(await client.delete(url))).toEqual([404, 'not-found'])
  expect((await eventsOf(userId)).slice(-3)).toEqual([
    'second-factor-added',
    'second-factor-added',
    'second-factor-removed',
  ])
  const subjects = () => backend.outbox.filter(({ to }) => to === email).map(({ subject }) => subject)
  await expect.poll(() => subjects().filter(subject => subject.includes('ajouté')).length).toBe(2)
  await expect.poll(() => subjects().filter(subject => subject.includes('retiré')).length).toBe(1)
})

test('the same passkey is added once', async () => {
  const { client } = await signedInMember()
  const { key } = await setUpPasskey(client)
  const options = (await client.post('/me/second-factor/passkeys/options')).body
  expect(options.excludeCredentials.map(({ id }: { id: string }) => id)).toEqual([key.id.toString('base64url')])
  const again = await client.post('/me/second-factor/passkeys', { name: 'Double', credential: key.create(options) })
  expect(said(again)).toEqual([401, 'second-factor-wrong'])
})

test('an administrator keeps one factor: of two removed at once, one stays', async () => {
  const { client } = await signedInMember()
  const { key } = await setUpPasskey(client)
  await setUpApp(client, now)
  const answers = await Promise.all([
    client.delete(`/me/second-factor/passkeys/${key.id.toString('base64url')}`),
    client.delete('/me/second-factor/app'),
  ])
  expect(answers.map(said).sort()).toEqual([
    [204, undefined],
    [409, 'last-factor'],
  ])
})

test('an employee may remove the last one, with its recovery codes, and signs in with the password again', async () => {
  const { client, signIn, userId } = await signedInMember('employee')
  await setUpApp(client, now)
  expect((await signIn()).answer.status).toBe(202)
  expect((await client.delete('/me/second-factor/app')).status).toBe(204)
  expect((await signIn()).answer.status).toBe(200)
  expect(await db.selectFrom('recovery_codes').select('used_at').where('user_id', '=', userId).execute()).toEqual([])
})

test('new recovery codes end the former ones', async () => {
  const { client, signIn } = await signedInMember()
  const { recoveryCodes: former } = await setUpApp(client, now)
  const { recoveryCodes } = (await client.post('/me/second-factor/recovery-codes')).body
  const pass = async (code = '') =>
    said(await (await signIn()).client.post('/auth/second-step/recovery-code', { code }))
  expect(await pass(former[0])).toEqual([401, 'second-factor-wrong'])
  expect((await pass(recoveryCodes[0]))[0]).toBe(200)
})

test('a change asks for the password again ten minutes after the sign-in', async () => {
  const { client } = await signedInMember()
  const { key } = await setUpPasskey(client)
  later(11 * 60_000)
  const answers = [
    await client.post('/me/second-factor/app'),
    await client.post('/me/second-factor/recovery-codes'),
    await client.delete(`/me/second-factor/passkeys/${key.id.toString('base64url')}`),
  ]
  expect(answers.map(said)).toEqual(answers.map(() => [403, 'confirm-password']))
})

test('other sessions of the account have to pass the step that is new to them', async () => {
  const { client, signIn } = await signedInMember('employee')
  const { client: other } = await signIn()
  const { key } = await setUpPasskey(client)
  later(61_000)
  expect(said(await other.get('/me'))).toEqual([401, 'second-step-needed'])
  expect((await client.get('/me')).status).toBe(200)
  expect((await passWithKey(other, key)).status).toBe(200)
})

test('an erased account keeps no factor', async () => {
  const { client, userId } = await signedInMember('employee')
  await setUpPasskey(client)
  await setUpApp(client, now)
  expect((await client.delete('/me', { confirmation: 'une phrase pour les tests' })).status).toBe(204)
  for (const table of ['passkeys', 'authenticator_apps', 'recovery_codes'] as const)
    expect(await db.selectFrom(table).select('user_id').where('user_id', '=', userId).execute()).toEqual([])
})

test('a player has no second factor to set up', async () => {
  const { client } = await (await makeMember(backend, 'player')).signIn()
  for (const answer of [await client.get('/me/second-factor'), await client.post('/me/second-factor/app')])
    expect(said(answer)).toEqual([403, 'role-needed'])
  expect(said(await new Client(backend).get('/me/second-factor'))).toEqual([401, 'session-needed'])
})
