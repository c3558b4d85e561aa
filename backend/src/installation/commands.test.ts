import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { scratchFolder } from '../../test/generation.ts'
import { makeUser, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { db } = backend.tools
const folder = await scratchFolder()
const SHOPS = join(import.meta.dirname, '../../contests/shops.json')

async function run(...args: string[]) {
  const env = { DATABASE_URL: backend.databaseUrl, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'commands.ts'), ...args], { env })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (child.exitCode === null) await once(child, 'exit')
  return { exitCode: child.exitCode, out, err }
}

const account = async (facts: object = {}) => {
  const id = await makeUser(backend.tools, facts)
  return db.selectFrom('users').select(['id', 'email']).where('id', '=', id).executeTakeFirstOrThrow()
}

test('an installation gets its shops from a file, and the same file again changes nothing', async () => {
  expect(await run('shops', '--file', SHOPS)).toEqual({
    exitCode: 0,
    out: expect.stringMatching(/^Boutiques créées ou mises à jour : \d+\.\n$/),
    err: '',
  })
  const shops = await db.selectFrom('shops').select(['id', 'slug']).orderBy('id').execute()
  expect(shops.map(({ slug }) => slug)).toContain('nice')
  expect((await run('shops', '--file', SHOPS)).out).toBe('Les boutiques sont déjà celles du fichier.\n')
  expect(await db.selectFrom('shops').select(['id', 'slug']).orderBy('id').execute()).toEqual(shops)
})

test('a faulty list of shops is refused with its faults', async () => {
  const file = join(folder, 'shops.json')
  await writeFile(file, '[{ "slug": "Nice", "name": "", "city": "Nice", "postalCode": "6000" }]')
  const { exitCode, err } = await run('shops', '--file', file)
  expect(exitCode).toBe(1)
  for (const fault of ['0.slug : lettres minuscules', '0.name : un texte', '0.postalCode : cinq chiffres'])
    expect(err).toContain(fault)
  await writeFile(file, 'Nice')
  expect((await run('shops', '--file', file)).err).toContain('La liste des boutiques est fautive')
  expect((await run('shops', '--file', `${file}.none`)).err).toContain('ne peut pas être lue')
})

test('the first administrator is appointed by an operator, which the audit trail records', async () => {
  const { id, email } = await account()
  expect(await run('admin', '--email', email.toUpperCase())).toMatchObject({ exitCode: 0, err: '' })
  expect(await run('admin', '--email', email)).toMatchObject({ out: `${email} est déjà administrateur.\n` })
  const events = await db.selectFrom('audit_events').selectAll().where('subject_id', '=', id).execute()
  expect(events).toMatchObject([
    { kind: 'role-changed', actor_id: null, details: { from: 'player', to: 'admin', shop: null } },
  ])
  const second = await signedInClient(backend, { role: 'admin' })
  expect((await second.get(`/admin/users/${id}`)).body.role).toBe('admin')
})

test('the bailiff is appointed the same way, which takes an administrator’s rights away', async () => {
  const { id, email } = await account({ role: 'admin' })
  expect(await run('bailiff', '--email', email)).toMatchObject({ out: `${email} est commissaire de justice.\n` })
  expect(await run('bailiff', '--email', email)).toMatchObject({ out: `${email} est déjà commissaire de justice.\n` })
  const events = await db.selectFrom('audit_events').selectAll().where('subject_id', '=', id).execute()
  expect(events).toMatchObject([{ kind: 'role-changed', details: { from: 'admin', to: 'bailiff' } }])
})

test('an account that is not there, not verified, disabled or reserved becomes no administrator', async () => {
  const [unverified, disabled] = [await account(), await account()]
  await db.updateTable('users').set({ email_verified_at: null }).where('id', '=', unverified.id).execute()
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', disabled.id).execute()
  for (const [email, reason] of [
    ['nobody@example.test', 'Aucun compte'],
    [unverified.email, 'n’est pas vérifiée'],
    [disabled.email, 'désactivé'],
  ] as const)
    expect(await run('admin', '--email', email)).toEqual({ exitCode: 1, out: '', err: expect.stringContaining(reason) })
  const roles = await db.selectFrom('users').select('role').where('id', 'in', [unverified.id, disabled.id]).execute()
  expect(roles).toEqual([{ role: 'player' }, { role: 'player' }])
})

test.each([[], ['shops'], ['admin'], ['shops', '--email', 'a@b.test'], ['admin', 'shops', '--email', 'a@b.test']])(
  'a command that is written wrongly says so and does nothing: %s',
  async (...args) => {
    expect(await run(...args)).toMatchObject({ exitCode: 2, out: '' })
  },
)
