import { appendFile, mkdir, open, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { listBrokenPoints, listRollbackPoints } from '../../src/archive/rollback-points/points.ts'
import type { Target } from '../../src/environment/target.ts'
import { withHint } from '../../src/failure.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { backupRepositoryOf, readImage } from '../../src/release/image-names.ts'
import type { Files } from '../../src/tools/files.ts'
import { psql } from '../../src/tools/postgres.ts'
import { registryAt } from '../../src/tools/registry.ts'
import type { Tools } from '../../src/tools/tools.ts'
import { run, succeeds } from '../machine/run.ts'
import { backUp, dumpsOf, stateOf } from './backed-up.ts'
import { freePort, openServer, type Server } from './server.ts'
import { migrateByHand, pretendToServe } from './serving.ts'
import { deleteImage } from './small-image.ts'
import { lockTable, until } from './waiting.ts'

let server: Server
let target: Target
let tools: Tools
let running: RunningRelease
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  target = await server.target()
  tools = await server.outside()
  await migrateByHand(target)
  running = await pretendToServe(target, tools)
  await backUp(server)
  // What gzip cannot make smaller, so that the copy is bigger than what is left of a disk.
  await server.sql(
    'create table noise as select gen_random_uuid() a, gen_random_uuid() b from generate_series(1, 60000)',
  )
})
afterAll(() => server.close())

type How = NonNullable<Parameters<typeof backUp>[1]>

/** A backup that is cancelled, and leaves everything as it was. @returns the reason, and the way it took */
async function cancelled(how: How) {
  const before = await stateOf(server)
  const { ending, path } = await backUp(server, how)
  if (ending.outcome === 'done') throw new Error('the backup ended well')
  expect(path.slice(-2)).toEqual(['3.2/P done', '3.2/Q done'])
  expect(await stateOf(server)).toEqual(before)
  return { reason: withHint(ending.error), failedAt: path.filter(step => step.endsWith('failed')) }
}

/** Where the files of the point in the making are, whose name has not been reported yet. */
async function halfOf() {
  const [half = ''] = await listBrokenPoints(server.home)
  return join(server.home.backups.preDeploy, half)
}

/** A file of the point in the making, as it is right before this step. */
const spoil = (node: '3.2/N', act: (folder: string) => Promise<unknown>): How => ({
  before: { [node]: async () => act(await halfOf()) },
})

const account = () => ({ user: inject('machine').registryUser, password: inject('machine').registryPassword })

test('a registry that is down cancels the deployment, which it says [3.2/G 3.2/P 3.2/Q]', async () => {
  const host = `localhost:${await freePort()}`
  const { reason } = await cancelled({ tools: { ...tools, registry: registryAt({ ...account(), host }) } })
  expect(reason).toMatch(`dans le registre ${host} : il ne répond pas (connexion refusée)`)
})

test('a registry that goes down in the middle cancels the deployment, and the next one removes the tags [3.2/G 3.2/P]', async () => {
  const before = await stateOf(server)
  const host = `localhost:${await freePort()}`
  const lost = registryAt({ ...account(), host })
  let up = true
  const registry = new Proxy(tools.registry, { get: (there, name) => Reflect.get(up ? there : lost, name) })
  const cut = async () => {
    up = false
  }
  const { ending, path } = await backUp(server, { tools: { ...tools, registry }, before: { '3.2/O': cut } })
  expect(ending).toMatchObject({ outcome: 'failed' })
  expect(path.slice(-3)).toEqual(['3.2/O failed', '3.2/P done', '3.2/Q done'])
  expect(await listRollbackPoints(server.home)).toHaveLength(1)
  const [half = ''] = await listBrokenPoints(server.home)
  const after = await stateOf(server)
  expect(after.backups.filter(line => line.includes(half))).toEqual([expect.stringMatching(/ folder$/)])

  const next = await backUp(server)
  expect(next.ending.outcome).toBe('done')
  expect(await listBrokenPoints(server.home)).toEqual([])
  await rm(next.point?.folder ?? '', { recursive: true })
  for (const piece of ['backend', 'frontend'] as const)
    await tools.registry.untag(backupRepositoryOf(target.settings.REGISTRY, piece).path, next.point?.tag ?? '')
  expect(await stateOf(server)).toEqual(before)
})

test('a wrong password of the registry cancels the deployment, and does not show [3.2/E 3.2/P]', async () => {
  const registry = registryAt({ ...account(), host: inject('machine').registry, password: 'not-the-password' })
  const { reason, failedAt } = await cancelled({ tools: { ...tools, registry } })
  expect(reason).toMatch(/il refuse « tiptop »\. Vérifiez REGISTRY_USER et secrets\/registry-password/)
  expect(reason).not.toContain('not-the-password')
  expect(failedAt).toContain('3.2/E failed')
})

test('an image that serves and is gone from the registry cancels the deployment [3.2/F 3.2/P]', async () => {
  const gone = { ...running.release.images, frontend: running.release.images.frontend.replace(/.{8}$/, '00000000') }
  const { reason, failedAt } = await cancelled({
    running: { ...running, release: { ...running.release, images: gone } },
  })
  expect(reason).toBe(
    `${gone.frontend} sert, et le registre ne l'a plus.\n→ Envoyez-la-lui depuis ce serveur (docker push), puis recommencez.`,
  )
  expect(failedAt).toContain('3.2/F failed')
})

test('an image that only the repository of backups still has is kept again [3.2/E]', async () => {
  const { path, digest } = readImage(running.release.images.backend)
  await deleteImage(inject('machine'), path, digest)
  const { point } = await backUp(server)
  expect(point?.backend).toMatch(`-backups/backend@${digest}`)
  const backups = backupRepositoryOf(target.settings.REGISTRY, 'backend').path
  expect(await tools.registry.digestOf(backups, point?.tag ?? '')).toBe(digest)
  await tools.registry.copy({ from: backups, digest, to: path, tag: 'prod-latest' })
})

test('a database that does not answer cancels the deployment [3.2/B 3.2/P]', async () => {
  const before = await stateOf(server)
  await run(['docker', 'stop', server.home.database.container])
  const { ending } = await backUp(server)
  await run(['docker', 'start', server.home.database.container])
  await until(() => succeeds(psql(server.home.database), { input: 'select 1' }))
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringMatching(/^La base de prod .* ne répond pas/) },
  })
  expect(await stateOf(server)).toEqual(before)
})

test('a copy that is killed leaves no file, and the deployment is cancelled [3.2/I 3.2/J 3.2/P]', async () => {
  const table = await lockTable(server.home, 'noise')
  const killing = until(async () => (await dumpsOf(server)) === '1').then(killDump)
  const { reason, failedAt } = await cancelled({})
  await killing
  await table.release()
  expect(reason).toMatch(/code 137/)
  expect(failedAt).toContain('3.2/I failed')
})

/** As the kernel does when memory runs out. */
async function killDump(): Promise<void> {
  const processes = await run(['docker', 'top', server.home.database.container, '-eo', 'pid,comm'])
  const [, pid] = /(\d+)\s+pg_dump/.exec(processes) ?? []
  process.kill(Number(pid), 'SIGKILL')
}

test('a disk without room for the database is refused before anything is written [3.2/B 3.2/P]', async () => {
  await withSmallDisk('4m', async () => {
    const { reason, failedAt } = await cancelled({})
    expect(reason).toMatch(
      /^Le disque de .*\/pre-deploy\/prod est trop plein : [\d,]+ Mo libres sur 4,2 Mo, et la base en occupe [\d,]+ Mo\.\n→ Faites-y de la place/,
    )
    expect(failedAt).toEqual(['3.2/A failed', '3.2/B failed'])
  })
})

test('a disk that fills up while the copy is written is reported with its figures, and keeps nothing of it [3.2/I 3.2/P]', async () => {
  await withSmallDisk('64m', async folder => {
    const filler = join(folder, 'of-another-program')
    const { reason, failedAt } = await cancelled({ before: { '3.2/H': () => fill(filler, 400_000) } })
    expect(reason).toMatch(/est trop plein : [\d,]+ \S+ libres sur 67,1 Mo, et database\.dump n’y tient pas/)
    expect(failedAt).toContain('3.2/I failed')
  })
})

test('a disk that fills up before versions.json is written cancels the deployment as well [3.2/L 3.2/P]', async () => {
  await withSmallDisk('64m', async folder => {
    const filler = join(folder, 'of-another-program')
    const { reason, failedAt } = await cancelled({ before: { '3.2/L': () => fill(filler, 0) } })
    expect(reason).toMatch(/est trop plein : [\d,]+ (octets|Ko) libres/)
    expect(failedAt).toContain('3.2/L failed')
  })
})

test('a copy that was damaged is found when it is read back, and the deployment is cancelled [3.2/O 3.2/P]', async () => {
  const flip = async (folder: string) => {
    const file = await open(join(folder, 'database.dump'), 'r+')
    await file.write('X', 5_000)
    await file.close()
  }
  const { reason, failedAt } = await cancelled(spoil('3.2/N', flip))
  expect(reason).toMatch(
    /^Le point de retour n'est pas entier :\n {2}.*database\.dump n'a pas le contenu qui fut noté\.$/,
  )
  expect(failedAt).toEqual(['3.2/O failed'])
})

test('a copy that pg_restore cannot read does not count, whatever its checksum says [3.2/O 3.2/P]', async () => {
  const receive: Files['receive'] = async (file, ...rest) => {
    await tools.files.receive(file, ...rest)
    await truncate(file, 50_000)
    return tools.files.fingerprint(file)
  }
  const { reason } = await cancelled({ tools: { ...tools, files: { ...tools.files, receive } } })
  expect(reason).toMatch(/pg_restore ne peut pas relire .*database\.dump/)
})

test('a file of the configuration that is missing cancels the deployment [3.2/M 3.2/O 3.2/P]', async () => {
  const { reason } = await cancelled(spoil('3.2/N', folder => rm(join(folder, 'app.yaml'))))
  expect(reason).toMatch(/app\.yaml manque\.$/)
})

test('a tag that vanished from the registry cancels the deployment [3.2/G 3.2/O 3.2/P]', async () => {
  const vanish = async (folder: string) => {
    const tag = folder.split('/').at(-1)?.replace('.partial', '') ?? ''
    await tools.registry.untag(backupRepositoryOf(target.settings.REGISTRY, 'frontend').path, tag)
  }
  const { reason } = await cancelled(spoil('3.2/N', vanish))
  expect(reason).toMatch(/l'étiquette .*-backups\/frontend:backup-.* n'est pas au registre\.$/)
})

/** Backups are on a disk of their own while this runs. */
async function withSmallDisk(size: string, act: (folder: string) => Promise<void>): Promise<void> {
  const folder = server.env.TIPTOP_BACKUPS
  await run(['mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  await mkdir(server.home.backups.preDeploy, { recursive: true })
  await act(folder).finally(() => run(['umount', folder]))
}

/** Fills the disk of a file, and leaves this many bytes. */
async function fill(file: string, left: number): Promise<void> {
  const piece = Buffer.alloc(64 * 1024)
  for (let full = false; !full; )
    await appendFile(file, piece).catch(() => {
      full = true
    })
  const { size } = await stat(file)
  await truncate(file, size - left)
}
