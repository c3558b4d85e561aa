import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { openStores } from '../../src/archive/stores/open-stores.ts'
import { unseal } from '../../src/archive/stores/seal.ts'
import { arrivalFault, sendPiece } from '../../src/archive/stores/send-piece.ts'
import { NotThere, RemovalDenied, type Store } from '../../src/archive/stores/store.ts'
import { installMissing } from '../machine/debian.ts'
import { run } from '../machine/run.ts'
import { type GcsServer, openGcsServer } from '../stores/gcs/gcs-server.ts'
import { openS3Server, type S3Server } from '../stores/s3-server.ts'
import { drawKeys, giveAccess, openScratchTarget, settingsFor } from '../stores/scratch-target.ts'
import { openSftpServer, type SftpServer } from '../stores/sftp-server.ts'
import { until } from './waiting.ts'

let s3: S3Server
let sftp: SftpServer
let gcs: GcsServer
let keys: Awaited<ReturnType<typeof drawKeys>>
let scratch: Awaited<ReturnType<typeof openScratchTarget>>
let stores: { s3: Store; sftp: Store; gcs: Store }
/** Sealed, this takes three parts of an upload to S3. */
const CONTENT = randomBytes(36_000_000)
let file: string

beforeAll(async () => {
  await installMissing({ age: 'age' }, ['/usr/bin'])
  ;[s3, sftp, gcs, keys] = await Promise.all([openS3Server(), openSftpServer(), openGcsServer(), drawKeys()])
  scratch = await openScratchTarget({ ...settingsFor(keys.recipients, { s3, sftp, gcs }), S3_LOCK_DAYS: '30' })
  await giveAccess(scratch.target.home, { s3, sftp, gcs })
  const [first, second, third] = await openStores(scratch.target)
  if (!first || !second || !third) throw new Error('All three destinations were to be opened.')
  stores = { s3: first, sftp: second, gcs: third }
  file = join(scratch.folder, 'database.dump')
  await writeFile(file, CONTENT)
})
afterAll(async () => {
  await scratch?.close()
  await Promise.all([s3?.close(), sftp?.close(), gcs?.close()])
})

const plain = () => ({ bytes: CONTENT.length, sha256: createHash('sha256').update(CONTENT).digest('hex') })
const send = (store: Store, key: string) => sendPiece(store, { file, key, recipients: keys.recipients, plain: plain() })

describe.each(['s3', 'sftp', 'gcs'] as const)('%s', kind => {
  const key = 'prod/20261123-020000/database.dump.age'
  const store = () => stores[kind]

  test('takes a piece that is sealed on its way, and what is there is what was sent [3.1/AC 3.1/AD 3.1/AG 3.1/AH]', async () => {
    const sent = await send(store(), key)
    const there = await buffer(await store().get(key))
    expect(sent).toEqual({ key, bytes: there.length, sha256: createHash('sha256').update(there).digest('hex') })
    expect(there.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    for (const identity of keys.identities)
      expect((await buffer(await unseal(await store().get(key), [identity]))).equals(CONTENT)).toBe(true)
    expect(await store().list('prod/')).toMatchObject([{ key, bytes: there.length }])
    reached('3.1/AC', '3.1/AD', '3.1/AG', '3.1/AH')
  })

  test('what `age` itself opens from there is the piece [3.1/AC]', async () => {
    const [archive, opened, identity] = ['archive.age', 'opened', 'key.txt'].map(name =>
      join(scratch.folder, name),
    ) as [string, string, string]
    await writeFile(archive, await buffer(await store().get(key)))
    await writeFile(identity, keys.identities[1] ?? '')
    await run(['age', '--decrypt', '--identity', identity, '--output', opened, archive])
    expect((await readFile(opened)).equals(CONTENT)).toBe(true)
    reached('3.1/AC')
  })

  test('one flipped bit and a cut are found where the piece is read back [3.1/AG 3.1/AH]', async () => {
    const damaged = 'prod/20261122-020000/database.dump.age'
    const sent = await send(store(), damaged)
    const there = await buffer(await store().get(damaged))
    const flipped = Buffer.from(there)
    flipped[20_000_000] = (flipped[20_000_000] ?? 0) ^ 4
    await tamper(kind, damaged, flipped)
    expect(await arrivalFault(store(), sent)).toContain('le contenu n’est pas celui qui fut envoyé')
    await expect(unsealed(store(), damaged)).rejects.toThrow()
    await tamper(kind, damaged, there.subarray(0, -1))
    expect(await arrivalFault(store(), sent)).toContain(`${there.length - 1} octets au lieu de ${there.length}`)
    await expect(unsealed(store(), damaged)).rejects.toThrow()
    reached('3.1/AG', '3.1/AH')
  })

  test('what is there whole is not sent again; what is damaged is [3.1/AH]', async () => {
    const again = 'images/0a1b.tar.gz.age'
    const known = await send(store(), again)
    const sending = { file, key: again, recipients: keys.recipients, known }
    expect(await sendPiece(store(), sending)).toEqual(known)
    await tamper(kind, again, Buffer.from('half'))
    const renewed = await sendPiece(store(), sending)
    expect(renewed.sha256).not.toBe(known.sha256)
    expect(await arrivalFault(store(), renewed)).toBeNull()
    reached('3.1/AH')
  })

  test('what is not there is said so, and removing it is done already', async () => {
    await expect(store().get('prod/nothing')).rejects.toThrow(NotThere)
    expect(await store().list('dev/')).toEqual([])
    await store().remove('prod/nothing')
    const removed = 'prod/20261101-020000/manifest.json'
    await tamper(kind, removed, Buffer.from('{}'))
    await store().remove(removed)
    expect((await store().list('prod/20261101-020000/')).length).toBe(0)
  })

  test('a piece that changed on the disk since it was made is reported, whatever arrived', async () => {
    const sending = {
      file,
      key: 'prod/changed.age',
      recipients: keys.recipients,
      plain: { ...plain(), sha256: 'other' },
    }
    await expect(sendPiece(store(), sending)).rejects.toThrow('n’est plus le fichier qui fut fait')
  })

  test('neither keys nor passwords are in the arguments of any program while it is sent', async () => {
    const seen = new Set<string>()
    const look = () => {
      for (const line of argumentsOfAll()) seen.add(line)
    }
    const watch = setInterval(look, 5)
    await send(store(), 'prod/watched.age').finally(() => clearInterval(watch))
    const all = [...seen].join('\n')
    if (kind !== 's3') expect(all).toContain('rcat')
    const [identifier, secret] = s3.key.split(':')
    for (const hidden of [identifier, secret, 'key_file', 'PRIVATE KEY', ...keys.identities])
      expect(all).not.toContain(hidden)
  })
})

describe('S3', () => {
  test('what was sent cannot be removed before 30 days are over, and a second use prolongs that [3.1/AE]', async () => {
    const key = 'prod/locked.age'
    const known = await send(stores.s3, key)
    const lock = await lockOf(key)
    expect(lock.mode).toBe('COMPLIANCE')
    expect(daysUntil(lock.until)).toBeCloseTo(30, 1)
    const { Versions = [] } = await s3.client.send(new ListObjectVersionsCommand({ Bucket: s3.bucket, Prefix: key }))
    expect(Versions.length).toBe(1)
    const removal = new DeleteObjectCommand({ Bucket: s3.bucket, Key: key, VersionId: Versions[0]?.VersionId })
    await expect(s3.client.send(removal)).rejects.toThrow(/AccessDenied|denied/i)
    await sendPiece(stores.s3, { file, key, recipients: keys.recipients, known })
    expect((await lockOf(key)).until).toBeGreaterThan(lock.until)
    reached('3.1/AE')
  })

  test('a small piece, which is sent in one part, is locked as well [3.1/AE]', async () => {
    const small = join(scratch.folder, 'manifest')
    await writeFile(small, 'Thé Tip Top')
    await sendPiece(stores.s3, { file: small, key: 'prod/small.age', recipients: keys.recipients })
    expect((await lockOf('prod/small.age')).mode).toBe('COMPLIANCE')
    reached('3.1/AE')
  })

  test('a key that may not remove is distinguished from a failure', async () => {
    await s3.refuse('DELETE')
    await expect(stores.s3.remove('prod/locked.age')).rejects.toThrow(RemovalDenied)
    await s3.allow('DELETE')
  })

  test.each([
    ['PUT', 'cette clé n’en a pas le droit'],
    ['GET', 'cette clé n’en a pas le droit'],
  ])('%s refused is reported in a sentence with its remedy [3.1/AH]', async (method, sentence) => {
    await s3.refuse(method)
    await expect(send(stores.s3, 'prod/refused.age')).rejects.toThrow(sentence)
    await s3.allow(method)
    await expect(send(stores.s3, 'prod/refused.age')).resolves.toMatchObject({ key: 'prod/refused.age' })
    reached('3.1/AH')
  })

  test('a storage that is away is reported, and takes the piece once it is back [3.1/AH 3.1/AI]', async () => {
    await s3.stop()
    const away = await send(stores.s3, 'prod/away.age').catch((error: Error) => error.message)
    expect(away).toMatch(/s3:sauvegardes, prod\/away\.age : (la connexion a été coupée|personne n’écoute)/)
    await s3.start()
    expect(await arrivalFault(stores.s3, await send(stores.s3, 'prod/away.age'))).toBeNull()
    reached('3.1/AH', '3.1/AI')
  })

  test('an upload that is asked to stop leaves no parts behind', async () => {
    const stop = new AbortController()
    const halves = (async function* () {
      yield CONTENT
      await until(async () => (await unfinished()).length === 1)
      stop.abort(new Error('arrêt demandé'))
      yield CONTENT
    })()
    const from = Readable.from(halves, { objectMode: false })
    await expect(stores.s3.put('prod/stopped.age', from, stop.signal)).rejects.toThrow('arrêt demandé')
    expect(await unfinished()).toEqual([])
    expect(await stores.s3.list('prod/stopped.age')).toEqual([])
  })
})

test('a server that does not know us, or that is not the one that we know, is reported [3.1/AF 3.1/AH]', async () => {
  const { home } = scratch.target
  await writeFile(home.secret('rclone.conf'), sftp.config.replace('user = tiptop', 'user = nobody-we-know'))
  await expect(send(stores.sftp, 'prod/stranger.age')).rejects.toThrow(/rclone:ailleurs:sauvegardes : rclone.*ssh/s)
  await writeFile(home.secret('rclone.conf'), gcs.config)
  await expect(openStores(scratch.target)).rejects.toThrow('ne décrit pas [ailleurs]')
  reached('3.1/AF', '3.1/AH')
  await giveAccess(home, { s3, sftp, gcs })
})

test('a storage whose certificate no authority vouches for receives nothing', async () => {
  await writeFile(join(scratch.target.home.tls, 'authorities.pem'), '')
  const [first, , third] = await openStores(scratch.target)
  await expect(send(first as Store, 'prod/unknown.age')).rejects.toThrow('aucune autorité reconnue')
  await expect(send(third as Store, 'prod/unknown.age')).rejects.toThrow('certificate signed by unknown authority')
  await giveAccess(scratch.target.home, { s3, sftp, gcs })
})

async function tamper(kind: keyof typeof stores, key: string, content: Buffer): Promise<void> {
  if (kind === 'gcs') return void gcs.bucket.tamper(key, content)
  if (kind === 's3') return void (await s3.write(key, content))
  await writeFile(join(scratch.folder, 'tampered'), content)
  await sftp.place(join(scratch.folder, 'tampered'), key)
}

const unsealed = async (store: Store, key: string) =>
  buffer(await unseal(await store.get(key), [keys.identities[0] ?? '']))

async function unfinished() {
  const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: s3.bucket }))
  return Uploads
}

async function lockOf(key: string) {
  const found = await s3.client.send(new HeadObjectCommand({ Bucket: s3.bucket, Key: key }))
  return { mode: found.ObjectLockMode, until: found.ObjectLockRetainUntilDate?.getTime() ?? 0 }
}

const daysUntil = (time: number) => (time - Date.now()) / 86_400_000

/** What `ps` would show at this moment. */
function argumentsOfAll(): string[] {
  return readdirSync('/proc').flatMap(pid => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : []
    } catch {
      return []
    }
  })
}
