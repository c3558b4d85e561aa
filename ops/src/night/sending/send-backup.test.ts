import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderStore } from '../../../test/laid-nights.ts'
import { record } from '../../../test/record.ts'
import { type Backup, fileOf, folderOf, readBackup } from '../../archive/backups.ts'
import { manifestText } from '../../archive/copies.ts'
import { unseal } from '../../archive/stores/seal.ts'
import { arrivalFault } from '../../archive/stores/send-piece.ts'
import type { Store } from '../../archive/stores/store.ts'
import { homeOf } from '../../environment/home.ts'
import type { Settings } from '../../environment/settings.ts'
import type { Target } from '../../environment/target.ts'
import type { JournalEntry } from '../../procedure/journal.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { fingerprintOf, openFiles } from '../../tools/files.ts'
import { type SentBackup, sendBackup } from './send-backup.ts'
import { delivery, dryDelivery } from './send-pieces.ts'

const NAME = '20261123-020000'
const at = '2026-11-23T02:00:00.000Z'
const now = () => new Date(at)

let root: string
let target: Target
let identity: string
let backup: Backup
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-sending-'))
  identity = await generateIdentity()
  const recipients = [await identityToRecipient(identity), await identityToRecipient(await generateIdentity())]
  const home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
  target = { home, settings: { BACKUP_RECIPIENTS: recipients, BACKUP_SECRET_RECIPIENTS: [] as string[] } as Settings }
  backup = await lay(NAME)
})
afterEach(() => rm(root, { recursive: true }))

async function lay(name: string): Promise<Backup> {
  const { home } = target
  const { whole: folder } = folderOf(home, name)
  const pieces = [
    { name: 'database.dump', kind: 'database' as const, ...fingerprintOf(`dump ${name}`) },
    { name: 'images/aa.tar.gz', kind: 'image' as const, ...fingerprintOf('image aa') },
  ]
  await mkdir(folder, { recursive: true })
  await mkdir(home.backups.images, { recursive: true })
  await writeFile(join(folder, 'database.dump'), `dump ${name}`)
  await writeFile(join(home.backups.images, 'aa.tar.gz'), 'image aa')
  const proof = { provenAt: at, by: 'restore' as const, restoreMs: 1 }
  const database = { schema: null, snapshotAt: at, tables: {}, proof }
  const named = { version: 1 as const, name, environment: 'prod' as const, startedAt: at, madeAt: at, release: null }
  const manifest = { ...named, pieces, database, copies: {} }
  await writeFile(join(folder, 'manifest.json'), manifestText(manifest))
  return { ...manifest, folder }
}

/** A store where nothing is written over. `spoil` lets what it is sent become something else, or throws. */
function onceStore(name = 's3:coffre', spoil: (key: string, bytes: Buffer) => Buffer = (_key, bytes) => bytes) {
  const folder = join(root, name.replaceAll(':', '-'))
  const place = (key: string) => join(folder, key)
  const puts: string[] = []
  const kept = folderStore(folder, name)
  const store: Store = {
    ...kept,
    async put(key, from) {
      if (existsSync(place(key))) throw new Error(`${name} a déjà ${key}.`)
      puts.push(key)
      await kept.put(key, Readable.from([spoil(key, await buffer(from))]))
    },
  }
  return { store, puts, place }
}

type How = { former?: Backup[]; pausesMs?: number[]; sending?: typeof delivery }

async function send(stores: Store[], { former = [], pausesMs = [1, 1], sending = delivery }: How = {}, sent = backup) {
  const seen = record()
  const alerts: string[] = []
  const alert = async (subject: string, said: string) => {
    alerts.push(`${subject} · ${said}`)
    return []
  }
  const tools = { files: openFiles(), now }
  const ending = await runProcedure<SentBackup>({ ...seen, signal: new AbortController().signal }, step =>
    sendBackup(step, sent, { target, tools, stores, former, alert, pausesMs, delivery: sending }),
  )
  if (ending.outcome !== 'done') throw ending.error
  const nodes = (seen.written as JournalEntry[]).flatMap(entry =>
    entry.kind === 'step' ? [entry.node, ...(entry.also ?? [])] : [],
  )
  return { ...ending.value, alerts, nodes, path: seen.steps().filter(line => line.endsWith(' done')) }
}

test('everything arrives sealed, is read back, and the manifest comes last [3.1/AC 3.1/AD 3.1/AE 3.1/AG 3.1/AH 3.1/AJ]', async () => {
  const { store, puts, place } = onceStore()
  const { missed, backup: noted, path } = await send([store])
  expect(missed).toEqual([])
  expect(path).toEqual(['3.1/AC done', '3.1/AJ done'])
  expect(puts).toEqual([
    `prod/${NAME}/database.dump.age`,
    `images/aa/prod-${NAME}.tar.gz.age`,
    `prod/${NAME}/manifest.json`,
  ])
  expect(await text(await unseal(createReadStream(place(`prod/${NAME}/database.dump.age`)), [identity]))).toBe(
    `dump ${NAME}`,
  )
  expect(await readFile(place(`prod/${NAME}/database.dump.age`), 'utf8')).not.toContain('dump 2026')
  const there = JSON.parse(await readFile(place(`prod/${NAME}/manifest.json`), 'utf8'))
  expect(there.copies).toEqual(noted.copies)
  expect(await readBackup(target.home, backup.folder)).toEqual(noted)
})

test('what arrived damaged is reported and sent again, and what had arrived is not [3.1/AG 3.1/AH 3.1/AI]', async () => {
  let left = 2
  const { store, puts } = onceStore('s3:coffre', (key, bytes) =>
    key.startsWith('images/') && left-- > 0 ? bytes.subarray(1) : bytes,
  )
  const { missed, alerts, path } = await send([store])
  expect(missed).toEqual([])
  expect(path).toEqual(['AC', 'AI', 'AC', 'AI', 'AC', 'AJ'].map(id => `3.1/${id} done`))
  expect(alerts[0]).toMatch(/l'envoi de la sauvegarde à s3:coffre est incomplet.* octets au lieu de/)
  expect(puts.filter(key => key.includes('database.dump'))).toHaveLength(1)
  expect(puts.filter(key => key.startsWith('images/'))).toEqual(
    ['', '.2', '.3'].map(number => `images/aa/prod-${NAME}.tar.gz${number}.age`),
  )
})

test('what arrived whole before a run broke off is read again where it is, not sent again [3.1/AH 3.1/AJ]', async () => {
  const { store, puts } = onceStore()
  const { backup: noted } = await send([store])
  const sent = [...puts]
  await writeFile(join(backup.folder, 'manifest.json'), manifestText(backup))
  expect((await send([store])).backup.copies).toEqual(noted.copies)
  expect(puts).toEqual(sent)
})

test('an answer that was lost on its way costs no second copy [3.1/AH 3.1/AI]', async () => {
  const { store, puts } = onceStore()
  let lost = false
  const forgetful: Store = {
    ...store,
    get: async (key, signal) => {
      if (lost || !puts.includes(key) || !key.endsWith('manifest.json')) return store.get(key, signal)
      lost = true
      throw new Error('la connexion a été coupée')
    },
  }
  const { missed, alerts } = await send([forgetful])
  expect({ missed, lost, alerts: alerts.length, puts: puts.length }).toEqual({
    missed: [],
    lost: true,
    alerts: 1,
    puts: 3,
  })
})

test('two servers that send the same image to one place leave each other’s as it is [3.1/AC]', async () => {
  const { store } = onceStore()
  const { backup: first } = await send([store])
  const { backup: second } = await send([store], {}, { ...(await lay('20261123-020001')), environment: 'preprod' })
  for (const { copies } of [first, second])
    for (const sealed of Object.values(copies[store.name]?.sealed ?? {}))
      expect(await arrivalFault(store, sealed)).toBeNull()
})

test('a destination that stays away is reported, and the others have the backup [3.1/AF 3.1/AI]', async () => {
  const away = onceStore('s3:coffre', () => {
    throw new Error('s3:coffre ne répond pas.')
  })
  const there = onceStore('rclone:coffre:tiptop')
  const other: Store = { ...there.store, kind: 'server' }
  const { missed, backup: noted, alerts, nodes } = await send([away.store, other])
  expect(missed).toEqual([{ store: 's3:coffre', why: 's3:coffre ne répond pas.' }])
  expect(alerts).toHaveLength(2)
  expect(nodes).toEqual(expect.arrayContaining(['3.1/AE', '3.1/AF']))
  expect(Object.keys(noted.copies)).toEqual(['rclone:coffre:tiptop'])
  expect(Object.keys((await readBackup(target.home, backup.folder))?.copies ?? {})).toEqual(['rclone:coffre:tiptop'])
})

test('an image that a former night sent is not sent again, unless it is gone or sealed for other keys [3.1/AC]', async () => {
  const { store, puts, place } = onceStore()
  const { backup: former } = await send([store])
  const tonight = await lay('20261124-020000')
  const images = async () => {
    puts.length = 0
    await rm(place(`prod/${tonight.name}`), { recursive: true, force: true })
    expect((await send([store], { former: [former] }, tonight)).missed).toEqual([])
    return puts.filter(key => key.startsWith('images/')).length
  }
  expect(await images()).toBe(0)
  await rm(place(former.copies[store.name]?.sealed['images/aa.tar.gz']?.key ?? ''))
  expect(await images()).toBe(1)
  target.settings.BACKUP_RECIPIENTS.push(await identityToRecipient(await generateIdentity()))
  expect(await images()).toBe(1)
})

test('a key for the data does not open the secrets where these have recipients of their own [3.1/AC]', async () => {
  const keys = await Promise.all([generateIdentity(), generateIdentity()])
  target.settings.BACKUP_SECRET_RECIPIENTS.push(...(await Promise.all(keys.map(identityToRecipient))))
  const piece = { name: 'configuration.tar', kind: 'configuration' as const, ...fingerprintOf('pepper') }
  await writeFile(join(backup.folder, piece.name), 'pepper')
  const { store, place } = onceStore()
  const { backup: noted } = await send([store], {}, { ...backup, pieces: [...backup.pieces, piece] })
  expect(noted.copies[store.name]).toMatchObject({
    recipients: target.settings.BACKUP_RECIPIENTS,
    secretRecipients: target.settings.BACKUP_SECRET_RECIPIENTS,
  })
  const opened = async (name: string, key: string) =>
    text(await unseal(createReadStream(place(`prod/${NAME}/${name}.age`)), [key]))
  expect(await opened('configuration.tar', keys[1])).toBe('pepper')
  expect(await opened('database.dump', identity)).toBe(`dump ${NAME}`)
  await expect(opened('configuration.tar', identity)).rejects.toMatchObject({ code: 'wrong-key' })
  await expect(opened('database.dump', keys[0])).rejects.toMatchObject({ code: 'wrong-key' })
})

test('a night that a destination missed is sent the next night, after that one [3.1/AJ]', async () => {
  const { store, puts } = onceStore()
  const tonight = await lay('20261124-020000')
  await send([store], { former: [backup] }, tonight)
  expect(puts.filter(key => key.endsWith('manifest.json'))).toEqual([
    'prod/20261124-020000/manifest.json',
    `prod/${NAME}/manifest.json`,
  ])
  expect(puts.filter(key => key.startsWith('images/'))).toHaveLength(1)
  expect(Object.keys((await readBackup(target.home, backup.folder))?.copies ?? {})).toEqual(['s3:coffre'])
})

test('a former night that still does not arrive fails nothing', async () => {
  const { store } = onceStore('s3:coffre', (key, bytes) => (key.includes(NAME) ? bytes.subarray(1) : bytes))
  const { missed, alerts } = await send([store], { former: [backup] }, await lay('20261124-020000'))
  expect({ missed, alerts }).toEqual({ missed: [], alerts: [] })
  expect((await readBackup(target.home, backup.folder))?.copies).toEqual({})
})

test('without a destination the backup stays here, which is said [3.1/AD]', async () => {
  const { backup: noted, path } = await send([])
  expect(path).toEqual(['3.1/AD done'])
  expect(noted.copies).toEqual({})
})

test('a dry run says what it would send and sends nothing', async () => {
  const { store, puts } = onceStore()
  const told: string[] = []
  await send([store], { sending: dryDelivery(line => told.push(line)) })
  expect(told).toHaveLength(3)
  expect(puts).toEqual([])
})

test('a file that changed here since it was made is not taken for the backup that was proven [3.1/AG]', async () => {
  await writeFile(fileOf(target.home, backup.folder, { name: 'database.dump', kind: 'database' }), 'something else')
  const { missed } = await send([onceStore().store])
  expect(missed[0]?.why).toMatch(/database\.dump n’est plus le fichier qui fut fait/)
})
