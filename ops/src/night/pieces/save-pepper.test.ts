import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStore } from '../../../test/laid-nights.ts'
import { record } from '../../../test/record.ts'
import type { Backup } from '../../archive/backups.ts'
import type { BackupPiece } from '../../archive/manifest.ts'
import { unseal } from '../../archive/stores/seal.ts'
import { homeOf } from '../../environment/home.ts'
import type { Settings } from '../../environment/settings.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { openFiles } from '../../tools/files.ts'
import { openShell } from '../../tools/shell.ts'
import { delivery, sendPieces } from '../sending/send-pieces.ts'
import { saveConfiguration } from './configuration.ts'
import { savePepper } from './save-pepper.ts'

/** The archive has the tools in it, this file among them. */
const PEPPER = randomUUID()
const AT = new Date('2026-11-23T02:00:00Z')
const { signal } = new AbortController()

let root: string
let folder: string
let pieces: BackupPiece[]
const keys = { data: [] as string[], secrets: [] as string[], pepper: [] as string[] }
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-pepper-'))
  folder = join(root, 'night.partial')
  for (const kind of ['data', 'secrets', 'pepper'] as const)
    keys[kind] = await Promise.all([generateX25519Identity(), generateX25519Identity()])
  pieces = await saveNight()
})
afterAll(() => rm(root, { recursive: true }))

const recipientsOf = (identities: string[]) => Promise.all(identities.map(identityToRecipient))

async function targetOf() {
  const settings = {
    BACKUP_RECIPIENTS: await recipientsOf(keys.data),
    BACKUP_SECRET_RECIPIENTS: await recipientsOf(keys.secrets),
    PEPPER_RECIPIENTS: await recipientsOf(keys.pepper),
  }
  return {
    home: homeOf({ root, backups: join(root, 'backups'), project: 'tt' }, 'prod'),
    settings: settings as Settings,
  }
}

/** Saves the configuration and the pepper of an environment, whose pepper has copies that a person left beside it. */
async function saveNight(): Promise<BackupPiece[]> {
  const target = await targetOf()
  for (const path of [join(target.home.folder, 'secrets'), folder]) await mkdir(path, { recursive: true })
  for (const name of ['ticket-pepper', 'ticket-pepper.bak', 'ticket-pepper~'])
    await writeFile(join(target.home.folder, 'secrets', name), `${PEPPER}\n`)
  await writeFile(target.home.secret('session-key'), 'a session key')
  const tools = { shell: openShell(), files: openFiles(), now: () => AT }
  const draft = { target, tools, folder, running: null, warn() {}, async keepImages() {} }
  const ending = await runProcedure({ ...record(), signal }, async step => [
    await saveConfiguration(step, draft, ''),
    ...(await savePepper(step, draft)),
  ])
  if (ending.outcome !== 'done') throw ending.error
  return ending.value
}

test('on this server no file of a night holds the pepper in clear; the other secrets are in the configuration', async () => {
  expect(pieces.map(({ name }) => name)).toEqual(['configuration.tar', 'ticket-pepper.sealed'])
  const texts = await Promise.all((await readdir(folder)).map(name => readFile(join(folder, name), 'utf8')))
  expect(texts.join('\n')).toContain('a session key')
  expect(texts.filter(text => text.includes(PEPPER)).length).toBe(0)
})

test('no file that leaves holds the pepper for the keys of data and secrets; its own keys open it', async () => {
  const store = folderStore(join(root, 'away'))
  const backup = { name: '20261123-020000', environment: 'prod', folder, pieces, copies: {} } as unknown as Backup
  const how = { target: await targetOf(), tools: { now: () => AT }, delivery, former: [], arrived: {}, signal }
  const { sealed } = await sendPieces(backup, store, how)
  const opened = await Promise.all(
    Object.values(sealed).map(async ({ key }) =>
      buffer(await unseal(await store.get(key, signal), [...keys.data, ...keys.secrets])),
    ),
  )
  expect(opened.length).toBe(2)
  expect(opened.filter(bytes => bytes.includes(PEPPER)).length).toBe(0)
  expect(opened.filter(bytes => bytes.includes('a session key')).length).toBe(1)
  const [pepper] = opened.filter(bytes => bytes.toString().startsWith('age-encryption.org/v1'))
  const inside = (identities: string[]) => unseal(Readable.from([pepper]), identities)
  await expect(inside([...keys.data, ...keys.secrets])).rejects.toMatchObject({ code: 'wrong-key' })
  for (const key of keys.pepper) expect(String(await buffer(await inside([key])))).toBe(PEPPER)
})
