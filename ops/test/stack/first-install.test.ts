import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appProject } from '../../src/environment/compose-projects.ts'
import { secrets } from '../../src/environment/home.ts'
import { run } from '../machine/run.ts'
import { deployingAccount, MAIN, under } from './account.ts'
import { publicHealth, serving } from './first-release.ts'
import { openServer, type Said, type Server } from './server.ts'
import { containersOf, wholeState } from './whole-state.ts'

/** What chance decides at the installation. */
const DRAWN = ['postgres-password', 'owner-url', 'database-url', 'session-key', 'ticket-pepper'] as const

/** The account to which the environment belongs, where this machine has root to give it away. */
const OWNER = await deployingAccount()
const twoAccounts = OWNER !== process.getuid?.()

let server: Server
/** where the settings, the certificate and the password are until a person gives them */
let given: string
/** a folder of another account, which a night saves */
let closed: string
beforeAll(async () => {
  closed = await mkdtemp(join(tmpdir(), 'tiptop-ci-'))
  for (const name of ['.env', 'secrets', 'tls']) await writeFile(join(closed, name), name, { mode: 0o600 })
  server = await openServer('prod', { CI_HOME: closed })
  given = join(server.home.folder, '..', '..', 'given')
  await rename(server.home.folder, given)
})
afterAll(async () => {
  await server?.close()
  await rm(closed, { recursive: true })
})

const secretsNow = () => Promise.all(DRAWN.map(async name => (await readFile(server.home.secret(name), 'utf8')).trim()))

/** What is secret in them: an address of the database is not, its password is. */
const wordsOf = (texts: string[]) => texts.map(text => (text.startsWith('postgres://') ? new URL(text).password : text))

test('on an empty machine everything that is missing is named at once, with what to do, and nothing is made', async () => {
  const { home } = server
  const { exitCode, err } = await server.tiptop('install', 'prod')
  expect(exitCode).toBe(1)
  for (const missing of [
    `${home.settings} manque : copiez-y environments/prod/env.example`,
    `${home.secret('registry-password')} manque : écrivez-y`,
    `${join(home.tls, 'fullchain.pem')} manque : déposez-y`,
    `${join(home.tls, 'privkey.pem')} manque : déposez-y`,
  ])
    expect(err).toContain(missing)
  expect(err).not.toContain('session-key')
  await expect(access(home.folder)).rejects.toThrow('ENOENT')
  expect(await containersOf(server)).toEqual({})
})

test('a deployment before the installation says that it is missing', async () => {
  await server.repository.commit({ version: '1.0.0' })
  const said = await server.tiptop('deploy', 'prod')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining('tiptop install prod') })
  await cp(given, server.home.folder, { recursive: true })
  if (twoAccounts) await server.giveTo(OWNER)
  const { exitCode, err } = await server.tiptop('deploy', 'prod')
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: "✗ prod n'est pas prêt :\n  la base et nginx n'y sont pas encore : tiptop install prod\n",
  })
})

test('settings with a fault are named with it, and nothing is made', async () => {
  const { home } = server
  const good = await readFile(home.settings, 'utf8')
  await run(['tee', home.settings], { input: good.replace(/^HTTPS_PORT=.*$/m, 'HTTPS_PORT=https\nUNKNOWN=1') })
  const { exitCode, err } = await server.tiptop('install', 'prod')
  await run(['tee', home.settings], { input: good })
  expect(exitCode).toBe(1)
  expect(err).toContain('HTTPS_PORT : un port')
  expect(err).toContain('UNKNOWN : réglage inconnu')
  expect((await readdir(home.folder)).toSorted()).toEqual((await readdir(given)).toSorted())
})

test('a dry run of the installation reports what it would do and changes nothing at all', async () => {
  const files = await run(['find', server.home.folder])
  const { err } = await server.must('install', 'prod', '--dry-run')
  for (const part of [`écrirait ${server.home.secret('session-key')}`, 'docker compose', 'psql'])
    expect(err).toContain(part)
  expect(await run(['find', server.home.folder])).toBe(files)
  expect(await containersOf(server)).toEqual({})
})

/** Every command line that ran on this machine meanwhile. */
async function commandLinesDuring(happening: Promise<Said>): Promise<{ said: Said; lines: string }> {
  const seen = new Set<string>()
  let over = false
  const done = happening.finally(() => {
    over = true
  })
  while (!over) {
    const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
    for (const id of processes) seen.add(await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
    await pause(5)
  }
  return { said: await done, lines: [...seen].join('\n') }
}

test('the installation makes all that people do not give, and shows no secret', async () => {
  const { said, lines } = await commandLinesDuring(server.tiptop('install', 'prod'))
  expect(said).toMatchObject({ exitCode: 0 })
  const words = wordsOf(await secretsNow())
  for (const word of words) expect(word).toMatch(/^[\w-]{43}$/)
  expect(new Set(words).size).toBe(4)
  const ids = Object.keys(await containersOf(server)).map(name => name.slice(1))
  expect(ids).toHaveLength(2)
  const inspected = await run(['docker', 'inspect', ...ids])
  const journals = await readdir(server.home.runs)
  const journal = (await Promise.all(journals.map(file => readFile(join(server.home.runs, file), 'utf8')))).join('\n')
  expect(lines).toContain('docker\0compose')
  for (const word of words)
    for (const text of [said.out, said.err, lines, inspected, journal]) expect(text).not.toContain(word)
})

test('secrets are files that others cannot read', async () => {
  const folder = await stat(join(server.home.folder, 'secrets'))
  expect(folder.mode & 0o007).toBe(0)
  for (const name of secrets) {
    const { mode, uid } = await stat(server.home.secret(name))
    expect(`${name} ${(mode & 0o022).toString(8)} ${uid}`).toBe(`${name} 0 ${OWNER}`)
  }
})

test('a second installation keeps every secret and every row', async () => {
  await server.sql('create table kept (by text); insert into kept values ($$the first installation$$);')
  const before = await wholeState(server, { traces: false })
  await server.must('install', 'prod')
  const containers = Object.keys(await containersOf(server))
  const without = (state: Record<string, string>) =>
    Object.fromEntries(Object.entries(state).filter(([name]) => !containers.includes(name)))
  expect(without(await wholeState(server, { traces: false }))).toEqual(without(before))
  expect(await server.sql('select by from kept')).toBe('the first installation')
  await server.sql('drop table kept')
})

test('a secret that was lost is not replaced behind the back of those who depend on it', async () => {
  const file = server.home.secret('ticket-pepper')
  await rename(file, `${file}.lost`)
  const said = await server.tiptop('install', 'prod')
  await rename(`${file}.lost`, file)
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining("remettez-le d'une sauvegarde") })
})

/** What systemd starts for this unit, under the account that the unit names. */
async function startedBy(unit: string): Promise<[string, ...string[]]> {
  const text = await readFile(unit, 'utf8')
  const said = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.replaceAll('%i', 'prod') ?? ''
  const account = await under(Number(said('User')), Number(said('Group')), said('AmbientCapabilities'))
  return [...account, ...said('ExecStart').split(' ')]
}

test.runIf(twoAccounts)(
  'the night that root has a timer start writes nothing as root, and root itself is refused before anything begins',
  async () => {
    const { env, home } = server
    const asRoot = { env, cwd: server.repository.folder }
    const units = join(home.folder, '..', '..', 'units')
    await run([process.execPath, MAIN, 'backup', 'schedule', 'install', 'prod', '--units', units], asRoot)
    const night = await startedBy(join(units, 'tiptop-backup@.service'))
    await run(night, { env: { ...env, ...server.account().env } })
    const notes = () => readdir(home.runs)
    expect((await notes()).filter(name => name.includes('-nightly-'))).toHaveLength(1)
    expect(await run(['find', home.backups.daily, '-name', 'ci.tar'])).not.toBe('')
    const before = await notes()
    for (const words of [
      ['backup', 'nightly', 'prod'],
      ['install', 'prod'],
      ['maintenance', 'on', 'prod'],
    ]) {
      const refused = await run([process.execPath, MAIN, ...words], asRoot).catch((error: Error) => error.message)
      expect(refused).toContain(`${home.folder} appartient au compte ${OWNER}, et tiptop est lancé par le compte 0`)
      expect(refused).toContain(`sudo --user='#${OWNER}' tiptop`)
    }
    expect(await notes()).toEqual(before)
    // The owner deploys next.
    expect(await run(['find', env.TIPTOP_ROOT, env.TIPTOP_BACKUPS, '!', '-uid', String(OWNER)])).toBe('')
  },
)

test('a first production gets its shops, its contest with tickets, and its first administrator', async () => {
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  const { colour, release } = await serving(server)
  const { command, env } = appProject(server.home, colour, release.images)
  const print = join(server.home.folder, 'impression')
  await mkdir(print)
  await run(['chown', '1000', print])
  const operate = (...args: string[]) =>
    run(command('run', '--rm', '--no-deps', '--volume', `${print}:/impression`, 'operate', 'node', ...args), { env })
  const [shops, tickets] = ['backend/src/installation/commands.ts', 'backend/src/tickets/commands.ts']
  expect(await operate(shops, 'shops', '--file', 'backend/contests/shops.json')).toMatch(/Boutiques créées .* : \d+/)
  await operate(
    tickets,
    'generate',
    '--definition',
    'contract/src/the-tip-top.json',
    '--count',
    '500',
    '--print-file',
    '/impression/codes.csv',
    '--clear',
  )
  expect((await readFile(join(print, 'codes.csv'), 'utf8')).trim().split('\n')).toHaveLength(501)
  await operate(tickets, 'verify-allotment')
  const { web } = await server.outside()
  const body = {
    email: 'premiere@demo.invalid',
    password: 'une phrase de démonstration',
    acceptsRules: true,
    newsletter: false,
    firstName: 'Première',
    lastName: 'Démonstration',
    birthDate: '1990-01-01',
  }
  await web.send('https://api.tiptop.test/auth/register', { body, expect: 201 })
  await server.sql("update users set email_verified_at = now() where email = 'premiere@demo.invalid'")
  expect(await operate(shops, 'admin', '--email', 'premiere@demo.invalid')).toContain('est administrateur')
  expect(await server.sql("select role from users where email = 'premiere@demo.invalid'")).toBe('admin')
  await rm(print, { recursive: true })
})
