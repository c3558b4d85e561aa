import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { signedInClient } from '../../../test/make.ts'
import { makeMember, setUpApp } from '../../../test/second-factor.ts'
import { openMailSeal } from '../../mail/sealed-mail.ts'

const backend = await startBackend()
const { db, owner, now } = backend.tools
const said = ({ status, body }: { status: number; body: { code?: string } | null }) => [status, body?.code]

async function memberWithApp() {
  const member = await makeMember(backend)
  const { client } = await member.signIn()
  await setUpApp(client, now)
  return { ...member, client, url: `/admin/users/${member.userId}/second-factor` }
}

test('an administrator resets the lost factor of another: sessions end, both get a mail, the trail says who', async () => {
  const { userId, email, client, url, signIn } = await memberWithApp()
  const admin = await signedInClient(backend, { role: 'admin', email: 'siege@example.test' })
  expect((await admin.get(`/admin/users/${userId}`)).body.hasSecondFactor).toBe(true)
  const { status, body } = await admin.delete(url)
  expect([status, body.hasSecondFactor]).toEqual([200, false])
  backend.clock.at = new Date(Date.now() + 61_000)
  expect(said(await client.get('/me'))).toEqual([401, 'session-needed'])
  expect((await signIn()).answer.status).toBe(200)
  const event = db
    .selectFrom('audit_events')
    .select(['kind', 'actor_id'])
    .where('subject_id', '=', userId)
    .where('kind', '<>', 'profile-opened')
  expect(await event.execute()).toEqual([{ kind: 'second-factor-reset', actor_id: admin.userId }])
  const subjectsTo = (address: string) => backend.outbox.filter(({ to }) => to === address).map(mail => mail.subject)
  await expect.poll(() => subjectsTo(email).at(-1)).toContain('est réinitialisée')
  await expect.poll(() => subjectsTo('siege@example.test').at(-1)).toContain('Vous avez réinitialisé')
})

test('nothing changes, and no one is told, where there is no factor', async () => {
  const { userId } = await makeMember(backend)
  const admin = await signedInClient(backend, { role: 'admin' })
  const mails = backend.outbox.length
  expect((await admin.delete(`/admin/users/${userId}/second-factor`)).status).toBe(200)
  expect(backend.outbox.length).toBe(mails)
})

test('no one resets their own, without the role, or long after their password', async () => {
  const { url, client, userId } = await memberWithApp()
  expect(said(await client.delete(url))).toEqual([403, 'own-account'])
  for (const role of ['player', 'employee', 'bailiff'] as const)
    expect(said(await (await signedInClient(backend, { role })).delete(url))).toEqual([403, 'role-needed'])
  const admin = await signedInClient(backend, { role: 'admin' })
  backend.clock.at = new Date(now().getTime() + 11 * 60_000)
  expect(said(await admin.delete(url))).toEqual([403, 'confirm-password'])
  expect(
    await db.selectFrom('authenticator_apps').select('user_id').where('user_id', '=', userId).execute(),
  ).toHaveLength(1)
})

test('an operator resets the factor of the only administrator: the trail has it without an actor, a mail says so', async () => {
  const { email, userId, client } = await memberWithApp()
  const { session, web } = backend.tools.config
  const ofBackend = { SESSION_KEY: session.key, WEB_URL: web.url }
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, '../commands.ts'), ...args], {
      env: { PATH: process.env.PATH, DATABASE_URL: backend.databaseUrl, NODE_ENV: 'production', ...ofBackend },
    }).catch(error => error)
  expect((await run('reset-second-factor', '--email', email.toUpperCase())).stdout).toContain('est réinitialisée.')
  expect((await run('reset-second-factor', '--email', email)).stdout).toContain('n’en a pas.')
  expect(await run('reset-second-factor', '--email', 'inconnue@example.test')).toMatchObject({ code: 1 })
  expect(await run('reset-second-factor')).toMatchObject({ code: 2 })
  const events = db.selectFrom('audit_events').select(['kind', 'actor_id']).where('subject_id', '=', userId)
  expect(await events.execute()).toEqual([{ kind: 'second-factor-reset', actor_id: null }])
  await expect.poll(async () => said(await client.get('/me'))).toEqual([401, 'session-needed'])
  const queued = await owner.selectFrom('outgoing_mails').select('sealed').execute()
  const mails = queued.map(({ sealed }) => openMailSeal(session.key).open(sealed))
  expect(mails).toMatchObject([{ to: email, subject: expect.stringContaining('est réinitialisée') }])
}, 60_000)
