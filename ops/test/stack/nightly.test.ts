import { access, appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { type Backup, fileOf, listBackups, listBroken } from '../../src/archive/backups.ts'
import { listRemote } from '../../src/archive/remote-backups.ts'
import { openStores } from '../../src/archive/stores/open-stores.ts'
import type { Run } from '../../src/runs/runs.ts'
import { stampOf } from '../../src/time/stamp.ts'
import { layCopy, layNight } from '../laid-nights.ts'
import { run } from '../machine/run.ts'
import { openS3Server } from '../stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../stores/scratch-target.ts'
import { openSftpServer } from '../stores/sftp-server.ts'
import { openHook } from './hook.ts'
import { keepWriting, readJson, removeSmallImages, serveSmallImages, traces } from './nights-of.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand } from './serving.ts'

let server: Server
let schema: string
let hook: Awaited<ReturnType<typeof openHook>>
let scratch: string
beforeAll(async () => {
  server = await openServer('prod')
  hook = await openHook()
  await writeFile(server.home.secret('notify-webhook'), hook.url)
  await server.install()
  schema = await migrateByHand(await server.target())
  await serveSmallImages(server)
  await server.sql('create table noise as select n, gen_random_uuid() a, now() at from generate_series(1, 200000) n')
  scratch = await mkdtemp(join(tmpdir(), 'tiptop-read-'))
})
afterAll(async () => {
  await hook?.close()
  if (server) await removeSmallImages(server)
  await server?.close()
  await rm(scratch, { recursive: true, force: true })
})

const newest = async () => (await listBackups(server.home))[0] as Backup
const pieceOf = (backup: Backup, kind: string) => backup.pieces.filter(piece => piece.kind === kind)

test('a night takes its way through the diagram while people write, and its copy is equal to the moment that it shows [3.1/A 3.1/B 3.1/C 3.1/D 3.1/G 3.1/H 3.1/I 3.1/J 3.1/K 3.1/L 3.1/M 3.1/O]', async () => {
  const writer = await keepWriting(server)
  const { out } = await server.must('backup', 'nightly', 'prod')
  expect(out).toMatch(/✓ \d{8}-\d{6}-nightly-/)
  const made = await newest()
  expect(made.database.tables['public.noise']).toMatchObject({ rows: 200_000 })
  const seen = made.database.tables['public.visits']?.rows ?? 0
  expect(seen).toBeGreaterThan(100)
  expect(await writer.rows()).toBeGreaterThan(seen)
  await writer.stop()
  expect(made).toMatchObject({ database: { schema, proof: { by: 'restore' } }, environment: 'prod', copies: {} })
  const lastRun = await server.lastRun()
  expect(lastRun).toMatchObject({ procedure: 'nightly', state: 'done' })
  const path = pathOf(lastRun, '3.1')
  expect(path.slice(0, 21)).toEqual(nodesOf('3.1', 'A B C D G H I J K L M O P Q S R T U V W X'))
  expect(path.slice(-3)).toEqual(nodesOf('3.1', 'AM AN AO'))
  expect(await traces(server)).toMatchObject({ scratch: '', sessions: '0' })
})

test('the files are as the manifest says, which no other user can read, and the manifest is there last [3.1/K 3.1/G]', async () => {
  const made = await newest()
  const { files } = await server.outside()
  expect((await stat(made.folder)).mode & 0o777).toBe(0o700)
  for (const piece of made.pieces) {
    const file = fileOf(server.home, made.folder, piece)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await files.fingerprint(file)).toEqual({ bytes: piece.bytes, sha256: piece.sha256 })
  }
  expect(Object.keys(made.database.tables)).toEqual(expect.arrayContaining(['public.users', 'public.tickets']))
  reached('3.1/G', '3.1/K')
})

test('the images that serve are saved by digest, and Docker takes them back [3.1/P 3.1/Q 3.1/R 3.1/S]', async () => {
  const made = await newest()
  const images = pieceOf(made, 'image')
  const digests = Object.values(made.release?.images ?? {}).map(image => image.split('sha256:')[1])
  expect(images.map(({ name }) => name)).toEqual(digests.map(digest => `images/${digest}.tar.gz`))
  const file = fileOf(server.home, made.folder, images[0] as Backup['pieces'][0])
  expect(await run(['docker', 'load', '--input', file])).toMatch(/Loaded image/)
  reached('3.1/P', '3.1/Q', '3.1/R', '3.1/S')
})

test('the configuration holds what a new server needs, secrets without the pepper and roles included [3.1/T 3.1/U 3.1/V 3.1/W 3.1/X]', async () => {
  const made = await newest()
  await run(['tar', '--extract', '--file', join(made.folder, 'configuration.tar'), '--directory', scratch])
  const same = async (kept: string, own: string) =>
    expect(await readFile(join(scratch, kept), 'utf8')).toBe(await readFile(own, 'utf8'))
  const { home } = server
  await same('prod/.env.production', home.settings)
  await same('prod/infra/infra.yaml', join(home.infra, 'infra.yaml'))
  await same('prod/infra/nginx.conf', join(home.infra, 'nginx.conf'))
  await same('prod/tls/fullchain.pem', join(home.tls, 'fullchain.pem'))
  await same('prod/secrets/session-key', home.secret('session-key'))
  await expect(access(join(scratch, 'prod/secrets/ticket-pepper'))).rejects.toThrow()
  await same(`prod/releases/${made.release?.name}/app.yaml`, join(home.releases, made.release?.name ?? '', 'app.yaml'))
  await same('ops/src/main.ts', join(import.meta.dirname, '..', '..', 'src', 'main.ts'))
  const roles = await readFile(join(scratch, 'roles.sql'), 'utf8')
  expect(roles).toMatch(/CREATE ROLE tiptop_application/)
  expect(roles).not.toMatch(/PASSWORD/)
  reached('3.1/T', '3.1/U', '3.1/V', '3.1/W', '3.1/X')
})

test('the report says sizes, durations and what stays, and the people on call are notified [3.1/AM 3.1/AN 3.1/AO]', async () => {
  const made = await newest()
  const report = await readJson(join(made.folder, 'report.json'))
  expect(report).toMatchObject({ name: made.name, release: '1.0.0', copies: [], bytes: { before: null } })
  expect(report.tookMs.restore).toBe(made.database.proof.restoreMs)
  const page = await readFile(join(made.folder, 'report.html'), 'utf8')
  expect(page).toContain('<td>database.dump</td>')
  expect(page).toContain('cette sauvegarde n’est que sur ce serveur')
  expect(hook.posts.at(-1)).toMatchObject({
    severity: 'warning',
    subject: expect.stringMatching(/^\[prod\] sauvegarde de la nuit faite et prouvée : .* en /),
    text: expect.stringMatching(/Preuve : base restaurée en .* toutes ses tables égales à l’original/),
  })
  reached('3.1/AM', '3.1/AN', '3.1/AO')
})

test('an image that is there already is not saved again, unless the disk has lost it [3.1/Q 3.1/R]', async () => {
  const former = await newest()
  const [backend, frontend] = pieceOf(former, 'image').map(piece => fileOf(server.home, former.folder, piece)) as [
    string,
    string,
  ]
  const inodes = async () => [(await stat(backend)).ino, (await stat(frontend)).ino]
  const before = await inodes()
  await server.must('backup', 'nightly', 'prod')
  const details = (made: Run) =>
    ['backend', 'frontend'].map(piece => stepOf(made, `Enregistrer l'image du ${piece}`).detail?.split(',')[0])
  expect(details(await server.lastRun())).toEqual(['elle y est déjà', 'elle y est déjà'])
  expect(await inodes()).toEqual(before)

  const bytes = await readFile(backend)
  await writeFile(backend, bytes.fill(0, 20, 21))
  await server.must('backup', 'nightly', 'prod')
  expect(details(await server.lastRun())).toEqual(['enregistrée', 'elle y est déjà'])

  await truncate(backend, 10)
  // Of one day, the newest is there, and the first one for its week.
  expect((await listBroken(server.home)).length).toBe(2)
  await server.must('backup', 'nightly', 'prod')
  expect(details(await server.lastRun())[0]).toBe('enregistrée')
  expect(await listBroken(server.home)).toEqual([])
})

test('a dry run takes the same way and changes nothing', async () => {
  const before = await traces(server)
  const { err } = await server.must('backup', 'nightly', 'prod', '--dry-run')
  expect(err).toMatch(/3\.1\/AN/)
  expect(err).toMatch(/ferait : docker exec .* pg_dump/)
  expect(await traces(server)).toEqual(before)
})

/** 02:00 UTC of a day that many days ago, or of a day of a month that many months ago. */
const daysAgo = (days: number) => stampOf(new Date(dayStart() + 2 * 3_600_000 - days * 86_400_000))
const monthsAgo = (months: number, day: number) => {
  const today = new Date(dayStart())
  return stampOf(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, day, 2)))
}
const dayStart = () => Math.floor(Date.now() / 86_400_000) * 86_400_000

test('a night takes away what retention lets go of, here and at each destination, and one that refuses is reported [3.1/AK 3.1/AL 3.3/A 3.3/B 3.3/C 3.3/D 3.3/E 3.3/F 3.3/I 3.3/J 3.3/K]', async () => {
  const [s3, sftp, keys] = await Promise.all([openS3Server(), openSftpServer(), drawKeys()])
  try {
    const own = Object.entries(settingsFor(keys.recipients, { s3, sftp })).map(([name, value]) => `${name}=${value}\n`)
    await appendFile(server.home.settings, `\n${own.join('')}`)
    await giveAccess(server.home, { s3, sftp })
    await server.must('install', 'prod')
    const stores = await openStores(await server.target())
    const [recent, going] = [[1, 2, 3, 4, 5, 6].map(daysAgo), [monthsAgo(5, 2), monthsAgo(14, 1)]]
    const staying = [...recent, monthsAgo(5, 1)]
    for (let days = 1; days <= 40; days++) await layNight(server.home, daysAgo(days), stores)
    for (const store of stores) for (const name of [...staying, ...going]) await layCopy(store, server.home, name)
    await s3.refuse('DELETE')
    await server.must('backup', 'nightly', 'prod')
    await s3.allow('DELETE')

    const { name } = await newest()
    expect(pathOf(await server.lastRun(), '3.1').slice(-5)).toEqual(nodesOf('3.1', 'AK AL AM AN AO'))
    expect(pathOf(await server.lastRun(), '3.3')).toEqual(nodesOf('3.3', 'A B C D I J G H L E F K'))
    const monday = (new Date(dayStart()).getUTCDay() + 6) % 7
    const weeks = [7, 14, 21].map(days => daysAgo(monday + days))
    const nights = [name, ...recent]
    const here = await readdir(server.home.backups.daily)
    // On a Monday the first backup of today stands for its week.
    expect(here.filter(found => !nights.includes(found))).toEqual([])
    expect(here).toEqual(expect.arrayContaining(nights))
    const weekly = await readdir(server.home.backups.weekly)
    expect(weekly).toEqual(expect.arrayContaining(weeks))
    expect([...here, ...weekly].filter(found => found < daysAgo(30))).toEqual([])

    const there = async () =>
      Promise.all(stores.map(async store => (await listRemote(store, 'prod')).map(remote => remote.name).toSorted()))
    const [atS3, atSftp] = await there()
    const beforeToday = (found: string[] = []) => found.filter(one => one.slice(0, 8) < name.slice(0, 8))
    expect(beforeToday(atS3)).toEqual([...staying, ...going].toSorted())
    expect(beforeToday(atSftp)).toEqual(staying.toSorted())
    expect(atSftp).toContain(name)
    expect(hook.posts.at(-1)).toMatchObject({
      severity: 'warning',
      text: expect.stringContaining(`Avertissement : ${going[0]} y reste : s3:${s3.bucket} ne laisse pas supprimer`),
    })

    const { out } = await server.must('prune', 'prod')
    expect(out).toMatch(new RegExp(`s3:${s3.bucket} de prod\n[^]*✗ ${going[1]}  `))
    await server.must('prune', 'prod', '--confirm')
    expect((await there()).map(beforeToday)).toEqual([staying.toSorted(), staying.toSorted()])
  } finally {
    await Promise.all([s3.close(), sftp.close()])
  }
})
