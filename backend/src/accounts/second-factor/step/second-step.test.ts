import { beforeEach, expect, test } from 'vitest'
import { Authenticator } from '../../../../test/authenticator.ts'
import { startBackend } from '../../../../test/backend.ts'
import { Client } from '../../../../test/client.ts'
import { signedInClient } from '../../../../test/make.ts'
import { codeOfApp, makeMember, passWithKey, setUpApp, setUpPasskey } from '../../../../test/second-factor.ts'

const backend = await startBackend()
const { db, owner } = backend.tools
const now = () => backend.clock.at ?? new Date()
const said = ({ status, body }: { status: number; body: { code?: string } | null }) => [status, body?.code]
const STEP_MS = 30_000

beforeEach(() => {
  backend.clock.at = new Date()
})
const later = (ms: number) => {
  backend.clock.at = new Date(now().getTime() + ms)
}

/** A member with an app, who has just signed in with the password alone. */
async function withApp(role: 'admin' | 'employee' | 'bailiff' = 'admin') {
  const member = await makeMember(backend, role)
  const { client: first } = await member.signIn()
  const { secret, recoveryCodes } = await setUpApp(first, now)
  later(STEP_MS)
  const { client, answer } = await member.signIn()
  const pass = (code: string, by = client) => by.post('/auth/second-step/app', { code })
  return { ...member, first, client, answer, secret, recoveryCodes, pass, code: () => codeOfApp(secret, now()) }
}

test('a password alone opens a session that reaches the second step, the sign-out, and nothing else', async () => {
  const { client, answer } = await withApp()
  expect([answer.status, answer.body]).toEqual([202, { secondStep: 'pass' }])
  expect((await client.get('/auth/second-step')).body).toEqual({ secondStep: 'pass', ways: ['app', 'recovery-code'] })

  const { paths } = (await (await signedInClient(backend, { role: 'admin' })).get('/docs/json')).body as {
    paths: Record<string, object>
  }
  const isOpen = /^\/(auth\/|contest|health|shops|newsletter|grand-draw|metrics)/
  const reached: string[] = []
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods)) {
      if (isOpen.test(path)) continue
      const url = path.replace(/\{\w+\}/g, '1')
      const { statusCode, body } = await backend.app.inject({
        method: method.toUpperCase() as 'GET',
        url,
        headers: { host: 'localhost:3000', origin: 'http://localhost:3000' },
        cookies: Object.fromEntries(client.cookies),
      })
      const code = body.startsWith('{') ? JSON.parse(body).code : undefined
      // A request that is wrong in any session is refused before its session is looked at.
      if (code === 'invalid-request') continue
      if (statusCode !== 401 || code !== 'second-step-needed') reached.push(`${method} ${path}: ${statusCode} ${code}`)
    }
  expect(reached).toEqual([])
  const answers = [
    await client.patch('/me', { firstName: 'Autre' }),
    await client.delete('/me', { confirmation: 'une phrase pour les tests' }),
    await client.post('/plays', { code: 'ABCDEFGHJK' }),
    await client.post('/auth/confirm', { password: 'une phrase pour les tests' }),
    await client.post('/me/second-factor/app/first-code', { code: '000000' }),
  ]
  expect(answers.map(said)).toEqual(answers.map(() => [401, 'second-step-needed']))
  expect((await client.post('/auth/logout')).status).toBe(204)
  expect(client.signedIn).toBe(false)
})

test('the code of the app opens the session, under another id, and the trail says how', async () => {
  const { client, userId, pass, code } = await withApp('bailiff')
  const half = new Map(client.cookies)
  const { status, body } = await pass(code())
  expect([status, body.role]).toEqual([200, 'bailiff'])
  expect((await client.get('/me')).status).toBe(200)
  expect((await client.get('/auth/second-step')).status).toBe(401)

  const stolen = new Client(backend)
  for (const [name, value] of half) stolen.cookies.set(name, value)
  later(61_000)
  expect(said(await stolen.get('/me'))).toEqual([401, 'session-needed'])
  const events = await db
    .selectFrom('audit_events')
    .select(['kind', 'details'])
    .where('actor_id', '=', userId)
    .orderBy('id')
    .execute()
  expect(events.slice(-1)).toEqual([{ kind: 'second-step-passed', details: { way: 'app' } }])
})

test('a code of the app is good once: of four who send it at once, one passes', async () => {
  const { signIn, code, pass } = await withApp()
  const clients = await Promise.all([signIn(), signIn(), signIn(), signIn()])
  const right = code()
  const answers = await Promise.all(clients.map(({ client }) => pass(right, client)))
  expect(answers.filter(({ status }) => status === 200).length).toBe(1)
  expect(answers.filter(({ body }) => body.code === 'second-factor-wrong').length).toBe(3)
})

test('a used code is refused and its owner told once a day, by mail and in the trail; a wrong one tells nothing', async () => {
  const { signIn, pass, code, email, userId, recoveryCodes } = await withApp()
  const [recovery = ''] = recoveryCodes
  const again = async () => said(await pass(code(), (await signIn()).client))
  const send = async () => (await signIn()).client.post('/auth/second-step/recovery-code', { code: recovery })
  const told = () => backend.outbox.filter(({ to, subject }) => to === email && subject.includes('déjà servi')).length
  const events = () =>
    db.selectFrom('audit_events').select('actor_id').where('subject_id', '=', userId).orderBy('id').execute()

  expect((await pass(code() === '000000' ? '000001' : '000000')).status).toBe(401)
  expect(await again()).toEqual([200, undefined])
  expect((await send()).status).toBe(200)
  expect(await events()).toEqual([])
  expect([await again(), said(await send())]).toEqual(Array(2).fill([401, 'second-factor-wrong']))
  await expect.poll(told).toBe(1)
  expect(await events()).toEqual([{ actor_id: null }])

  later(25 * 3_600_000)
  expect(said(await send())).toEqual([401, 'second-factor-wrong'])
  await expect.poll(told).toBe(2)
  expect(await events()).toHaveLength(2)
})

test('the code that set the app up is used up, and so is any older one', async () => {
  const member = await makeMember(backend)
  const { client: first } = await member.signIn()
  const { secret } = await setUpApp(first, now)
  const { client } = await member.signIn()
  const pass = (at: Date) => client.post('/auth/second-step/app', { code: codeOfApp(secret, at) })
  expect(said(await pass(now()))).toEqual([401, 'second-factor-wrong'])
  expect(said(await pass(new Date(now().getTime() - STEP_MS)))).toEqual([401, 'second-factor-wrong'])
  later(STEP_MS)
  expect((await pass(now())).status).toBe(200)
})

test('wrong codes are counted for the account, from any address and session; a right one forgets them', async () => {
  const { signIn, pass, code, client, userId } = await withApp()
  const wrong = () => (code() === '000000' ? '000001' : '000000')
  const answers: unknown[] = []
  for (let tries = 0; tries < 6; tries++) answers.push(said(await pass(wrong(), (await signIn()).client)))
  expect(answers).toEqual([...Array(5).fill([401, 'second-factor-wrong']), [429, 'too-many-attempts']])
  const refused = await pass(code())
  expect([...said(refused), Number(refused.headers['retry-after']) > 0]).toEqual([429, 'too-many-attempts', true])
  later(61_000)
  expect((await pass(code(), client)).status).toBe(200)
  expect(
    await db.selectFrom('attempt_limits').select('key').where('key', '=', `second-step:account:${userId}`).execute(),
  ).toEqual([])
})

test('a recovery code opens the session once, whatever its case and dashes, and a mail says so', async () => {
  const { signIn, recoveryCodes, email } = await withApp()
  expect(recoveryCodes.length).toBe(10)
  const [code = ''] = recoveryCodes
  const pass = async (typed: string) => (await signIn()).client.post('/auth/second-step/recovery-code', { code: typed })
  expect((await pass(code.replaceAll('-', ' ').toLowerCase())).status).toBe(200)
  await expect.poll(() => backend.outbox.at(-1)?.subject).toContain('codes de secours a servi')
  expect(backend.outbox.at(-1)?.to).toBe(email)
  expect(said(await pass(code))).toEqual([401, 'second-factor-wrong'])
})

test('the database holds neither the secret of the app nor a recovery code', async () => {
  const { userId, secret, recoveryCodes } = await withApp()
  const app = await owner
    .selectFrom('authenticator_apps')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  const codes = await owner.selectFrom('recovery_codes').selectAll().where('user_id', '=', userId).execute()
  const dump = JSON.stringify([
    app,
    codes,
    app.secret?.toString('latin1'),
    codes.map(row => row.code_hash.toString('latin1')),
  ])
  for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map(code => code.replaceAll('-', ''))])
    expect(dump.includes(hidden)).toBe(false)
})

test('a passkey opens the session, and its answer is good once', async () => {
  const member = await makeMember(backend)
  const { key } = await setUpPasskey((await member.signIn()).client)
  const { client } = await member.signIn()
  expect((await client.get('/auth/second-step')).body.ways).toEqual(['passkey', 'recovery-code'])
  const options = (await client.post('/auth/second-step/passkey/options')).body
  expect(options.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([key.id.toString('base64url')])
  const answer = key.get(options)
  const other = (await member.signIn()).client
  expect(said(await other.post('/auth/second-step/passkey', answer))).toEqual([401, 'second-factor-wrong'])
  expect((await client.post('/auth/second-step/passkey', answer)).status).toBe(200)
})

test('a passkey counts for its own account, site and challenge alone', async () => {
  const [member, other] = [await makeMember(backend), await makeMember(backend)]
  const { key } = await setUpPasskey((await member.signIn()).client)
  const { key: foreign } = await setUpPasskey((await other.signIn()).client)
  const { client } = await member.signIn()
  const ask = async () => (await client.post('/auth/second-step/passkey/options')).body
  const send = async (answer: object) => said(await client.post('/auth/second-step/passkey', answer))
  const wrong = [401, 'second-factor-wrong']

  expect(await send(foreign.get(await ask()))).toEqual(wrong)
  expect(await send(new Authenticator().get(await ask()))).toEqual(wrong)
  expect(await send({ ...key.get({ ...(await ask()), origin: 'https://evil.example' }) })).toEqual(wrong)
  expect(await send(key.get({ challenge: Buffer.alloc(32).toString('base64url') }))).toEqual(wrong)
  const signed = key.get(await ask())
  expect(await send({ ...signed, response: { ...signed.response, signature: 'AAAA' } })).toEqual(wrong)
  const late = key.get(await ask())
  later(5 * 60_000)
  expect(await send(late)).toEqual(wrong)
  expect((await passWithKey(client, key)).status).toBe(200)
})

test('a passkey whose counter goes back was copied, and opens nothing; one that does not count does', async () => {
  const member = await makeMember(backend)
  const { client: first } = await member.signIn()
  const { key } = await setUpPasskey(first)
  const { key: uncounted } = await setUpPasskey(first, { name: 'Téléphone', counts: false })
  expect((await passWithKey((await member.signIn()).client, key)).status).toBe(200)
  key.counter = 0
  expect(said(await passWithKey((await member.signIn()).client, key))).toEqual([401, 'second-factor-wrong'])
  for (let times = 0; times < 2; times++)
    expect((await passWithKey((await member.signIn()).client, uncounted)).status).toBe(200)
})

test('a player is asked for no second step, also one who was an administrator with a passkey', async () => {
  const member = await makeMember(backend)
  await setUpPasskey((await member.signIn()).client)
  await db.updateTable('users').set({ role: 'player' }).where('id', '=', member.userId).execute()
  expect((await member.signIn()).answer.status).toBe(200)
  await db.updateTable('users').set({ role: 'admin' }).where('id', '=', member.userId).execute()
  expect((await member.signIn()).answer.status).toBe(202)
})

test('a staff page is not given to a session that lacks the second step', async () => {
  const { client, pass, code } = await withApp()
  const before = await client.get('/gate/admin')
  expect([...said(before), before.headers.location]).toEqual([401, 'second-step-needed', '/connexion'])
  await pass(code())
  expect((await client.get('/gate/admin')).status).toBe(204)
})
