import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { listBackups } from '../../src/archive/backups.ts'
import { listRemote } from '../../src/archive/remote-backups.ts'
import { openStores } from '../../src/archive/stores/open-stores.ts'
import { arrivalFault } from '../../src/archive/stores/send-piece.ts'
import { RemovalDenied, type Store } from '../../src/archive/stores/store.ts'
import { layCopy, nightOf } from '../laid-nights.ts'
import { type GcsServer, openGcsServer } from '../stores/gcs/gcs-server.ts'
import { drawKeys, giveAccess, openScratchTarget, settingsFor } from '../stores/scratch-target.ts'
import { backUp, removeSmallImages, serveSmallImages } from './nights-of.ts'
import { nodesOf, pathOf } from './path-of.ts'
import { openServer, type Server } from './server.ts'

let gcs: GcsServer
let keys: Awaited<ReturnType<typeof drawKeys>>
beforeAll(async () => {
  ;[gcs, keys] = await Promise.all([openGcsServer(), drawKeys()])
})
afterAll(() => gcs?.close())
afterEach(() => {
  gcs.bucket.retain(0)
  for (const permission of ['create', 'delete'] as const) gcs.bucket.allow(permission)
})

describe('the store', () => {
  let scratch: Awaited<ReturnType<typeof openScratchTarget>>
  let store: Store
  /** Two chunks and a rest. */
  const CONTENT = randomBytes(36_000_000)
  beforeAll(async () => {
    scratch = await openScratchTarget(settingsFor(keys.recipients, { gcs }))
  })
  beforeEach(async () => {
    await giveAccess(scratch.target.home, { gcs })
    ;[store] = (await openStores(scratch.target)) as [Store]
  })
  afterAll(() => scratch?.close())
  const put = (key: string, from: Readable = Readable.from([CONTENT])) => store.put(key, from)
  const said = (attempt: Promise<unknown>) => attempt.then(String, (error: Error) => error.message)

  test('a server that is busy is asked again, and has everything once [3.1/AE 3.1/AI]', async () => {
    gcs.chunksAre('asked for again', 'asked for again')
    await put('prod/busy.age')
    expect((await buffer(await store.get('prod/busy.age'))).equals(CONTENT)).toBe(true)
    reached('3.1/AE', '3.1/AI')
    expect(gcs.unfinished()).toEqual([])
  })

  test('a connection that breaks in the middle is reported, leaves nothing, and the next try has everything [3.1/AH 3.1/AI]', async () => {
    // What is lost on a connection of before, the client may send again by itself: each one breaks.
    gcs.chunksAre('taken', ...Array<'cut'>(30).fill('cut'))
    expect(await said(put('prod/cut.age'))).toMatch(/^rclone:gcs:coffre : rclone rcat /)
    expect(await store.list('prod/')).not.toContainEqual(expect.objectContaining({ key: 'prod/cut.age' }))
    gcs.chunksAre()
    await put('prod/cut.age')
    expect((await buffer(await store.get('prod/cut.age'))).equals(CONTENT)).toBe(true)
    reached('3.1/AH', '3.1/AI')
  })

  test('a source that fails, and a stop, leave no object behind, not even half of one [3.1/AH]', async () => {
    const failing = (async function* () {
      yield CONTENT
      throw new Error('le disque ne se lit plus')
    })()
    await expect(put('prod/half.age', Readable.from(failing))).rejects.toThrow('le disque ne se lit plus')
    const stop = new AbortController()
    const stopped = (async function* () {
      yield CONTENT
      stop.abort(new Error('arrêt demandé'))
      yield CONTENT
    })()
    await expect(store.put('prod/half.age', Readable.from(stopped), stop.signal)).rejects.toThrow('arrêt demandé')
    expect(await store.list('prod/half')).toEqual([])
    expect(gcs.bucket.keys()).not.toContain('prod/half.age')
    reached('3.1/AH')
  })

  test('a storage that is away is reported, and takes the piece once it is back [3.1/AH 3.1/AI]', async () => {
    await gcs.stop()
    const away = await said(put('prod/away.age', Readable.from(['thé'])))
    await gcs.start()
    expect(away).toMatch(/^rclone:gcs:coffre : rclone rcat .*connection refused/s)
    await put('prod/away.age', Readable.from(['thé']))
    expect(await store.list('prod/')).toContainEqual(expect.objectContaining({ key: 'prod/away.age', bytes: 4 }))
    reached('3.1/AH', '3.1/AI')
  })

  test('more than one page of objects is listed whole', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await put(`dev/${name}`, Readable.from([name]))
    expect((await store.list('dev/')).map(({ key }) => key)).toEqual([...'abcdefg'].map(name => `dev/${name}`))
  })

  test('an account that may not remove, and an object that is too young, are distinguished from a failure', async () => {
    await put('prod/kept.age', Readable.from(['thé']))
    gcs.bucket.deny('delete')
    await expect(store.remove('prod/kept.age')).rejects.toThrow(RemovalDenied)
    gcs.bucket.allow('delete')
    gcs.bucket.retain(30)
    await expect(store.remove('prod/kept.age')).rejects.toThrow(RemovalDenied)
    gcs.bucket.retain(0)
    await store.remove('prod/kept.age')
    expect(gcs.bucket.keys()).not.toContain('prod/kept.age')
  })

  test('an account that may not write, a bucket that does not exist and a key that opens nothing are reported, without the key [3.1/AH]', async () => {
    gcs.bucket.deny('create')
    expect(await said(put('prod/x.age'))).toContain('does not have storage.objects.create access')
    gcs.bucket.allow('create')
    const { home, settings } = scratch.target
    const [elsewhere] = await openStores({ home, settings: { ...settings, BACKUP_DESTINATIONS: ['rclone:gcs:autre'] } })
    expect(await said((elsewhere as Store).put('prod/x.age', Readable.from(['x'])))).toContain('bucket does not exist')
    const stranger = await openGcsServer()
    await writeFile(home.secret('rclone.conf'), gcs.config.replace(inJson(gcs.privateKey), inJson(stranger.privateKey)))
    await stranger.close()
    const refused = await said(put('prod/x.age'))
    expect(refused).toContain('Invalid JWT Signature')
    for (const line of stranger.privateKey.trim().split('\n').slice(1, -1)) expect(refused).not.toContain(line)
    expect(gcs.bucket.keys()).not.toContain('prod/x.age')
    reached('3.1/AH')
  })
})

describe('a bucket that keeps everything for 30 days, and an account that may not remove', () => {
  let server: Server
  let store: Store
  beforeAll(async () => {
    server = await openServer('prod', settingsFor(keys.recipients, { gcs }))
    await giveAccess(server.home, { gcs })
    await server.install()
    await server.sql('create table visits as select n as id, md5(n::text) as said from generate_series(1, 5000) n')
    await serveSmallImages(server)
    ;[store] = (await openStores(await server.target())) as [Store]
  })
  beforeEach(() => {
    gcs.bucket.deny('delete')
    gcs.bucket.retain(30)
  })
  afterAll(async () => {
    if (server) await removeSmallImages(server).catch(() => {})
    await server?.close()
  })
  const newest = async () => (await listBackups(server.home))[0]
  const wholeThere = async () => (await listRemote(store, 'prod')).filter(({ whole }) => whole).map(({ name }) => name)

  test('take a night, and its database is restored from there with a private key [3.1/AC 3.1/AD 3.1/AE 3.1/AG 3.1/AH 3.1/AJ 3.1/L 3.1/M]', async () => {
    await server.must('backup', 'nightly', 'prod')
    const name = (await newest())?.name ?? ''
    expect(await wholeThere()).toEqual([name])
    expect(pathOf(await server.lastRun(), '3.1')).toEqual(expect.arrayContaining(nodesOf('3.1', 'AC AD AE AG AH AJ')))
    expect(pathOf(await server.lastRun(), '3.1')).not.toContain('3.1/AF')
    const identity = join(server.home.folder, '..', 'identity.txt')
    await writeFile(identity, `${keys.identities[1]}\n`, { mode: 0o600 })
    const asked = ['--from', gcs.destination, '--identity', identity]
    const { err } = await server.must('backup', 'verify', 'prod', name, ...asked)
    expect(err).toMatch(/base restaurée en .*, chaque table comparée/)
    expect(pathOf(await server.lastRun(), '3.1')).toEqual(nodesOf('3.1', 'AG AH L M'))
    expect((await server.must('backup', 'list', 'prod')).out).toMatch(/rclone:gcs:coffre +[\d,]+.(Ko|Mo) +relue le /)
  })

  test('take what broke off the night before, without writing over what had arrived [3.1/AH 3.1/AI 3.1/AJ]', async () => {
    const breaking: Store = {
      ...store,
      async put(key, from, signal) {
        if (key.includes('configuration')) gcs.bucket.deny('create')
        await store.put(key, from, signal)
      },
    }
    const broken = await backUp(server, { stores: [breaking] })
    expect(broken.ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('create') } })
    const missed = (await newest())?.name ?? ''
    expect(gcs.bucket.keys()).toContain(`prod/${missed}/database.dump.age`)
    expect(await wholeThere()).not.toContain(missed)
    gcs.bucket.allow('create')

    const again = await backUp(server, { stores: [store] })
    if (again.ending.outcome !== 'done') throw again.ending.error
    expect((await wholeThere()).slice(0, 2)).toEqual([again.ending.value.name, missed])
    for (const { copies } of await listBackups(server.home))
      for (const sealed of Object.values(copies[store.name]?.sealed ?? {}))
        expect(await arrivalFault(store, sealed)).toBeNull()
  })

  test('take an image again that is damaged there, and a backup sealed for other keys [3.1/AC 3.1/AH]', async () => {
    const [image = ''] = gcs.bucket.keys().filter(key => key.startsWith('images/'))
    gcs.bucket.tamper(image, Buffer.from('damaged'))
    await server.must('backup', 'nightly', 'prod')
    const name = (await newest())?.name ?? ''
    await server.must('backup', 'verify', 'prod', name, '--from', gcs.destination)
    const settings = settingsFor([...keys.recipients, (await drawKeys()).recipients[0] ?? ''], { gcs })
    const lines = Object.entries(settings).map(([setting, value]) => `${setting}=${value}\n`)
    await writeFile(server.home.settings, `\n${lines.join('')}`, { flag: 'a' })
    await server.must('backup', 'nightly', 'prod')
    for (const kept of [name, (await newest())?.name ?? ''])
      await server.must('backup', 'verify', 'prod', kept, '--from', gcs.destination)
  })

  test('keep a night that is too old, which is reported and fails nothing; an account that may remove it does [3.1/AL 3.3/K]', async () => {
    const old = nightOf('2025-01-02')
    // A week of nights after it, or the clock would be doubted and nothing be old.
    const week = [1, 2, 3, 4, 5, 6].map(days => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10))
    for (const name of [old, ...week.map(nightOf)]) await layCopy(store, server.home, name)
    const before = gcs.bucket.keys()
    const refused = await server.must('prune', 'prod', '--confirm')
    expect(refused.out + refused.err).toContain(`${old} y reste : rclone:gcs:coffre ne laisse pas supprimer`)
    expect(gcs.bucket.keys()).toEqual(before)
    gcs.bucket.retain(0)
    gcs.bucket.allow('delete')
    await server.must('prune', 'prod', '--confirm')
    expect(gcs.bucket.keys()).toEqual(before.filter(key => !key.includes(old)))
  })
})

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
