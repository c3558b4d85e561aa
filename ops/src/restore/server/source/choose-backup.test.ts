import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { beforeAll, expect, test } from 'vitest'
import { manifestOf, nightOf } from '../../../../test/laid-nights.ts'
import type { RemoteBackup } from '../../../archive/remote-backups.ts'
import { homeOf } from '../../../environment/home.ts'
import { chooseBackup } from './choose-backup.ts'

const store = 's3:coffre'
const home = homeOf({ root: '/srv', backups: '/srv', project: 'tiptop' }, 'prod')
let [mine, theirs, recipient, other] = ['', '', '', '']
beforeAll(async () => {
  ;[mine, theirs] = [await generateX25519Identity(), await generateX25519Identity()]
  ;[recipient, other] = [await identityToRecipient(mine), await identityToRecipient(theirs)]
})

function whole(day: string, recipients = [recipient], secretRecipients?: string[]): RemoteBackup {
  const manifest = manifestOf(home, nightOf(day), [{ name: store }])
  const copy = manifest.copies[store] as (typeof manifest.copies)[string]
  const copies = { [store]: { ...copy, recipients, ...(secretRecipients && { secretRecipients }) } }
  return { name: manifest.name, store, bytes: 1, whole: true, manifest: { ...manifest, copies } }
}
const half = (day: string): RemoteBackup => ({
  name: nightOf(day),
  store,
  bytes: 1,
  whole: false,
  why: 'son manifeste manque',
})
const choose = (found: RemoteBackup[], own: { to?: Date; named?: string; identities?: string[] } = {}) =>
  chooseBackup(found, { store, identities: [mine], to: null, named: null, ...own })
const names = ({ candidates }: { candidates: { name: string }[] }) => candidates.map(({ name }) => name)

test('the newest whole backup is tried first, and newer ones that are not whole are named', async () => {
  const chosen = await choose([half('2026-11-23'), whole('2026-11-22'), half('2026-11-21'), whole('2026-11-20')])
  expect(names(chosen)).toEqual(['20261122-020000', '20261120-020000'])
  expect(chosen.skipped).toEqual([{ name: '20261123-020000', why: 'son manifeste manque' }])
})

test('a moment to bring back leaves out backups that show a later one', async () => {
  const found = [whole('2026-11-23'), whole('2026-11-22')]
  expect(names(await choose(found, { to: new Date('2026-11-22T20:00:00Z') }))).toEqual(['20261122-020000'])
  await expect(choose(found, { to: new Date('2026-11-01T00:00:00Z') })).rejects.toThrow(
    'aucune sauvegarde d’avant ce moment : la plus ancienne est 20261122-020000',
  )
})

test('a key that does not open the newest backup takes no older one by itself, and says which one it opens', async () => {
  const found = [whole('2026-11-23', [other]), whole('2026-11-22')]
  await expect(choose(found)).rejects.toMatchObject({
    code: 'wrong-key',
    message: 'Cette clé privée n’ouvre pas 20261123-020000, qui est chiffrée pour d’autres.',
    hint: 'La plus récente qu’elle ouvre est 20261122-020000 : --backup 20261122-020000 la prend.',
  })
  expect(names(await choose(found, { named: '20261122-020000' }))).toEqual(['20261122-020000'])
})

test('a backup that was named and cannot serve is refused with the reason', async () => {
  const found = [whole('2026-11-23'), half('2026-11-22')]
  await expect(choose(found, { named: '20261122-020000' })).rejects.toMatchObject({
    code: 'refused',
    message: '20261122-020000 ne peut pas servir : son manifeste manque.',
  })
})

test('secrets that are sealed for others take a key of theirs as well, and which one is missing is said', async () => {
  const night = [whole('2026-11-23', [recipient], [other])]
  const both = { hint: 'Mettez les deux clés privées dans un même fichier, une par ligne.' }
  await expect(choose(night)).rejects.toMatchObject({
    message: expect.stringContaining('BACKUP_SECRET_RECIPIENTS'),
    ...both,
  })
  const secretsAlone = choose(night, { identities: [theirs] })
  await expect(secretsAlone).rejects.toMatchObject({ message: expect.stringContaining('(BACKUP_RECIPIENTS)'), ...both })
  expect(names(await choose(night, { identities: [mine, theirs] }))).toEqual(['20261123-020000'])
})

test('a backup of exactly that moment shows it', async () => {
  const [night] = [whole('2026-11-22')]
  const at = (night as { manifest: { database: { snapshotAt: string } } }).manifest.database.snapshotAt
  expect(names(await choose([night], { to: new Date(at) }))).toEqual(['20261122-020000'])
})

test('one of several keys is enough, and a backup that this destination does not have opens with none', async () => {
  expect(names(await choose([whole('2026-11-22', [other, recipient])]))).toEqual(['20261122-020000'])
  const elsewhere = whole('2026-11-22')
  if (elsewhere.whole) elsewhere.manifest.copies = {}
  await expect(choose([elsewhere])).rejects.toMatchObject({ code: 'wrong-key', hint: null })
})

test('the newest backup being whole, nothing newer is named', async () => {
  expect((await choose([whole('2026-11-22'), half('2026-11-21')])).skipped).toEqual([])
})

test('a destination without a whole backup says what it has', async () => {
  await expect(choose([half('2026-11-23')])).rejects.toThrow(
    's3:coffre n’a aucune sauvegarde entière.\n  20261123-020000 : son manifeste manque',
  )
  await expect(choose([whole('2026-11-23')], { named: '20261101-020000' })).rejects.toMatchObject({
    code: 'not-there',
    message: 's3:coffre n’a pas de sauvegarde 20261101-020000 qui soit entière.',
  })
  await expect(choose([])).rejects.toThrow(/^s3:coffre n’a aucune sauvegarde entière\.$/)
  await expect(choose([half('2026-11-23')], { to: new Date() })).rejects.toThrow('n’a aucune sauvegarde entière')
})
