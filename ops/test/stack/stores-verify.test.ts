import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { listBackups } from '../../src/archive/backups.ts'
import type { BackupManifest } from '../../src/archive/manifest.ts'
import { listRemote } from '../../src/archive/remote-backups.ts'
import { openStores } from '../../src/archive/stores/open-stores.ts'
import type { Store } from '../../src/archive/stores/store.ts'
import { runProgram } from '../../src/cli/program.ts'
import { readConfig } from '../../src/config.ts'
import { layJenkinsHome } from '../jenkins/jenkins-home.ts'
import { openS3Server, type S3Server } from '../stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../stores/scratch-target.ts'
import { openSftpServer, type SftpServer } from '../stores/sftp-server.ts'
import { openHook } from './hook.ts'
import { backUp, removeSmallImages, serveSmallImages } from './nights-of.ts'
import { nodesOf, pathOf } from './path-of.ts'
import { openServer, type Server } from './server.ts'

const S3 = 's3:sauvegardes'
const SFTP = 'rclone:ailleurs:sauvegardes'
/** what alerts name as what to do */
const RUNBOOK = 'docs/runbooks/backups-missing.md'

let s3: S3Server
let sftp: SftpServer
let hook: Awaited<ReturnType<typeof openHook>>
let keys: Awaited<ReturnType<typeof drawKeys>>
let server: Server
let manifest: BackupManifest
let jenkins: string

beforeAll(async () => {
  ;[s3, sftp, hook, keys] = await Promise.all([openS3Server(), openSftpServer(), openHook(), drawKeys()])
  jenkins = await mkdtemp(join(tmpdir(), 'tiptop-home-'))
  await layJenkinsHome(jenkins)
  const sent = settingsFor(keys.recipients, { s3, sftp })
  server = await openServer('prod', { ...sent, S3_LOCK_DAYS: '30', JENKINS_HOME: jenkins })
  await giveAccess(server.home, { s3, sftp })
  await writeFile(server.home.secret('notify-webhook'), hook.url)
  await server.install()
  await server.sql('create table visits as select n as id, md5(n::text) as said from generate_series(1, 5000) n')
  await serveSmallImages(server)
  await server.must('backup', 'nightly', 'prod')
  const { nightly } = JSON.parse((await server.must('backup', 'list', 'prod', '--json')).out)
  manifest = nightly[0]
  hook.posts.length = 0
})
afterAll(async () => {
  if (server) await removeSmallImages(server).catch(() => {})
  await server?.close()
  await Promise.all([s3?.close(), sftp?.close(), hook?.close()])
  await rm(jenkins, { recursive: true, force: true })
})

const keyFile = async (identity = '') => {
  const file = join(server.home.folder, '..', 'identity.txt')
  await writeFile(file, `${identity}\n`, { mode: 0o600 })
  return file
}
const sealedAtS3 = () => Object.entries(manifest.copies[S3]?.sealed ?? {})

/** `tiptop` in this process, at another moment. */
async function tiptopLater(hours: number, ...args: string[]) {
  const said: string[] = []
  const tools = {
    config: readConfig(server.env),
    out: (text: string) => void said.push(text),
    terminal: { write: (text: string) => said.push(text) },
    now: () => new Date(Date.now() + hours * 3_600_000),
  }
  const exitCode = await runProgram(tools, args, text => void said.push(text))
  return { exitCode, said: said.join('') }
}

test('a night goes to the storage and to the other server, each by its way [3.1/AD 3.1/AE 3.1/AF]', async () => {
  expect(pathOf(await server.lastRun(), '3.1')).toEqual(expect.arrayContaining(nodesOf('3.1', 'AC AD AE AF AG AH AJ')))
})

test('the list says where each copy is, its size, and what proves it [3.1/AJ]', async () => {
  const { out } = await server.must('backup', 'list', 'prod')
  expect(out).toMatch(new RegExp(`${manifest.name}  il y a \\d+ min +restaurée le [\\d-]+ [\\d:]+ en `))
  for (const place of ['ici', S3, SFTP]) expect(out).toMatch(new RegExp(`${place} +[\\d,]+.(Ko|Mo) +relue le `))
})

test('a dry run names the copies that would be read back, and reads none', async () => {
  const { out } = await server.must('backup', 'verify', 'prod', '--dry-run', '--json')
  expect(JSON.parse(out).would.toSorted()).toEqual(
    [SFTP, S3].map(place => `relirait ${manifest.name} chez ${place}`).toSorted(),
  )
})

test('a copy is read back whole, and with either key its database is restored and compared [3.1/AG 3.1/AH 3.1/L 3.1/M]', async () => {
  await server.must('backup', 'verify', 'prod')
  expect(pathOf(await server.lastRun(), '3.1')).toEqual(nodesOf('3.1', 'AG AH'))
  for (const [place, identity] of [
    [S3, keys.identities[0]],
    [SFTP, keys.identities[1]],
  ] as const) {
    const { err } = await server.must(
      'backup',
      'verify',
      'prod',
      manifest.name,
      '--from',
      place,
      '--identity',
      await keyFile(identity),
    )
    expect(err).toMatch(/base restaurée en .*, chaque table comparée/)
    expect(pathOf(await server.lastRun(), '3.1')).toEqual(nodesOf('3.1', 'AG AH L M'))
  }
  expect((await readdir(server.home.backups.daily)).toSorted()).toEqual([manifest.name])
})

test('a key that opens nothing is reported, and appears nowhere [3.1/AC]', async () => {
  const stranger = await generateX25519Identity()
  const said = await server.tiptop('backup', 'verify', 'prod', '--from', S3, '--identity', await keyFile(stranger))
  expect(said.exitCode).toBe(1)
  expect(said.err).toContain('Aucune des clés privées données n’ouvre cette sauvegarde.')
  expect(said.err + said.out).not.toContain(stranger)
})

test('one flipped bit is found in each piece, and the people on call are notified [3.1/AG 3.1/AH]', async () => {
  expect(sealedAtS3().map(([name]) => name.replace(/[\da-f]{64}/, '…'))).toEqual([
    'database.dump',
    'images/….tar.gz',
    'images/….tar.gz',
    'configuration.tar',
    'jenkins.tar',
  ])
  for (const [name, { key }] of sealedAtS3()) {
    const whole = await s3.read(key)
    const flipped = Buffer.from(whole)
    const place = Math.floor(whole.length / 2)
    flipped[place] = (flipped[place] ?? 0) ^ 1
    await s3.write(key, flipped)
    hook.posts.length = 0
    const said = await server.tiptop('backup', 'verify', 'prod', '--from', S3)
    expect(said.exitCode, name).toBe(1)
    expect(said.err, name).toContain(`${key} : le contenu n’est pas celui qui fut envoyé`)
    expect(hook.posts).toMatchObject([{ severity: 'alert', subject: '[prod] une copie lointaine n’est pas bonne' }])
    await s3.write(key, whole)
  }
  await server.must('backup', 'verify', 'prod', '--from', S3)
})

test('a copy that was cut off is no copy for the list, nor for the check [3.1/AH]', async () => {
  const [, { key = '' } = {}] = sealedAtS3().find(([name]) => name === 'database.dump') ?? []
  const whole = await s3.read(key)
  await s3.write(key, whole.subarray(0, -1))
  expect((await server.must('backup', 'list', 'prod')).out).toContain(
    `✗ ${key} a ${whole.length - 1} octets au lieu de ${whole.length}`,
  )
  const checked = await server.tiptop('backup', 'check', 'prod')
  expect(checked).toMatchObject({ exitCode: 1, err: expect.stringContaining(`${S3} n’a aucune sauvegarde entière.`) })
  await s3.write(key, whole)
})

test('the check passes while each place has a backup of last night, and says so to Prometheus [3.1/A 3.1/B]', async () => {
  const metrics = join(server.home.folder, '..', 'metrics', 'tiptop.prom')
  const { out } = await server.must('backup', 'check', 'prod', '--metrics', metrics)
  for (const place of ['ici', S3, SFTP]) expect(out).toMatch(new RegExp(`${place} +${manifest.name}, il y a \\d+ min`))
  const text = await readFile(metrics, 'utf8')
  const seconds = Math.floor(Date.parse(manifest.database.snapshotAt) / 1000)
  for (const place of ['ici', S3, SFTP])
    expect(text).toContain(`tiptop_backup_newest_timestamp_seconds{environment="prod",place="${place}"} ${seconds}\n`)
  expect(text).toContain('tiptop_backup_check_faults{environment="prod"} 0\n')
})

test('after a night that was missed the check alerts the people on call and fails [3.1/A 3.1/B]', async () => {
  hook.posts.length = 0
  const metrics = join(server.home.folder, '..', 'metrics', 'tiptop.prom')
  const late = await tiptopLater(27, 'backup', 'check', 'prod', '--metrics', metrics)
  expect(late.exitCode).toBe(1)
  expect(late.said).toContain(`ici : la plus récente, ${manifest.name}, a 27 h ; 26 h au plus sont permises.`)
  const told = { subject: '[prod] les sauvegardes ne viennent plus', text: expect.stringContaining(RUNBOOK) }
  expect(hook.posts).toMatchObject([{ severity: 'alert', ...told }])
  expect(await readFile(metrics, 'utf8')).toContain('tiptop_backup_check_faults{environment="prod"} 3\n')
  expect((await tiptopLater(27, 'backup', 'check', 'prod', '--max-age', '2d')).exitCode).toBe(0)
})

test('a destination that is away is shown, and is no reason to be at ease [3.1/AH 3.1/AI]', async () => {
  await s3.stop()
  hook.posts.length = 0
  const { out } = await server.must('backup', 'list', 'prod')
  expect(out).toContain(`! ${S3}, prod/ : `)
  expect(out).toMatch(new RegExp(`${SFTP} +[\\d,]+.(Ko|Mo) +relue le `))
  const checked = await server.tiptop('backup', 'check', 'prod')
  expect(checked).toMatchObject({ exitCode: 1, err: expect.stringContaining(`${S3} ne dit pas ce qu’il a`) })
  expect(hook.posts).toHaveLength(1)
  reached('3.1/AH', '3.1/AI')
  await s3.start()
  await server.must('backup', 'check', 'prod')
})

test('a night that finds S3 down is here and at the other place, is red, and S3 has it once it is back [3.1/AH 3.1/AI 3.1/AJ]', async () => {
  const stores = await openStores(await server.target())
  await s3.stop()
  const { ending } = await backUp(server, { stores })
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringMatching(/pas arrivée partout :\n {2}s3:/) },
  })
  const [missed] = await listBackups(server.home)
  expect(Object.keys(missed?.copies ?? {})).toEqual([SFTP])
  await s3.start()
  const again = await backUp(server, { stores })
  if (again.ending.outcome !== 'done') throw again.ending.error
  const there = (await listRemote(stores[0] as Store, 'prod')).filter(({ whole }) => whole).map(({ name }) => name)
  expect(there).toEqual([again.ending.value.name, missed?.name, manifest.name])
})

test('a backup that was killed, or that never began, is reported by systemd’s last resort, and one that has reported itself is not reported twice [3.1/B]', async () => {
  hook.posts.length = 0
  await rm(server.home.runs, { recursive: true })
  await server.must('backup', 'schedule', 'failed', 'prod')
  expect(hook.posts).toMatchObject([
    { subject: '[prod] la sauvegarde de nuit n’a pas commencé', text: expect.stringContaining(RUNBOOK) },
  ])
  await writeFile(server.home.secret('s3-key'), 'none')
  expect((await server.tiptop('backup', 'nightly', 'prod')).exitCode).not.toBe(0)
  hook.posts.length = 0
  expect((await server.must('backup', 'schedule', 'failed', 'prod')).out).toContain('a déjà prévenu')
  expect(hook.posts).toEqual([])
  await giveAccess(server.home, { s3, sftp })
})

test('no journal and no report of these runs holds a key or a password', async () => {
  const files = (await readdir(server.home.runs)).map(name => join(server.home.runs, name))
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')))
  const secrets = [...s3.key.split(':'), ...keys.identities]
  expect(texts.length).toBeGreaterThan(0)
  for (const secret of secrets) expect(texts.join('')).not.toContain(secret)
})
