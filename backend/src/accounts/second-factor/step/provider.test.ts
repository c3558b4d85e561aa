import { afterAll, expect, test } from 'vitest'
import { startBackend } from '../../../../test/backend.ts'
import { Client } from '../../../../test/client.ts'
import { startGoogle } from '../../../../test/providers.ts'
import { codeOfApp, makeMember, setUpApp } from '../../../../test/second-factor.ts'
import { SITE, signIn } from '../../../../test/through-provider.ts'

const google = await startGoogle()
afterAll(() => google.stop())
const backend = await startBackend({ ...google.env, STAFF_SECOND_FACTOR: 'administrators' })
backend.clock.at = new Date()
const now = () => backend.clock.at as Date
const SECOND_STEP = `${SITE}/connexion?etape=seconde&suite=%2Fadmin`

async function adminAtGoogle() {
  const member = await makeMember(backend)
  google.person = {
    subject: `g-${member.userId}`,
    email: member.email,
    emailVerified: true,
    firstName: 'Alix',
    lastName: 'Siège',
  }
  return member
}

test('a sign-in through Google does not skip the second step, also when it has just joined the account', async () => {
  const member = await adminAtGoogle()
  const { secret } = await setUpApp((await member.signIn()).client, now)
  for (const _time of ['joins', 'returns']) {
    const client = new Client(backend)
    expect(await signIn(client, 'google', '/admin')).toBe(SECOND_STEP)
    expect((await client.get('/me')).body.code).toBe('second-step-needed')
    expect((await client.get('/auth/second-step')).body).toEqual({ secondStep: 'pass', ways: ['app', 'recovery-code'] })
    backend.clock.at = new Date(now().getTime() + 30_000)
    expect((await client.post('/auth/second-step/app', { code: codeOfApp(secret, now()) })).status).toBe(200)
    expect((await client.get('/me')).body.id).toBe(member.userId)
  }
})

test('an administrator without a factor who comes through Google sets one up first', async () => {
  await adminAtGoogle()
  const client = new Client(backend)
  expect(await signIn(client, 'google', '/admin')).toBe(SECOND_STEP)
  expect((await client.get('/auth/second-step')).body.secondStep).toBe('set-up')
})

test('a new password from a mailed link does not skip the second step, nor remove it', async () => {
  const { client, email, secret } = await (async () => {
    const member = await makeMember(backend)
    const { client } = await member.signIn()
    return { client, email: member.email, ...(await setUpApp(client, now)) }
  })()
  await client.post('/auth/password/forgot', { email })
  await expect.poll(() => backend.outbox.findLast(({ to }) => to === email)?.text).toContain('#jeton=')
  const token = /#jeton=([\w-]+)/.exec(backend.outbox.findLast(({ to }) => to === email)?.text ?? '')?.[1]
  const password = 'une autre phrase pour les tests'
  expect((await client.post('/auth/password/reset', { token, password })).status).toBe(204)
  const next = new Client(backend)
  expect((await next.post('/auth/login', { email, password })).body).toEqual({ secondStep: 'pass' })
  backend.clock.at = new Date(now().getTime() + 30_000)
  expect((await next.post('/auth/second-step/app', { code: codeOfApp(secret, now()) })).status).toBe(200)
})
