import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsText } from '../../../../test/door.ts'
import { drawKeys } from '../../../../test/stores/scratch-target.ts'
import { homeOf } from '../../../environment/home.ts'
import { type Failure, withHint } from '../../../failure.ts'
import { openShell } from '../../../tools/shell.ts'
import { openSource } from './open-source.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-access-'))
})
afterAll(() => rm(folder, { recursive: true }))

const home = () => homeOf({ root: folder, backups: folder, project: 'tiptop' }, 'prod')
async function open(text: string, from = 's3', mode = 0o600) {
  const access = join(folder, `${Math.random()}.env`)
  await writeFile(access, text, { mode })
  return openSource({ from, access, home: home() }, { ...openShell(), read })
}
/** Answers as `rclone config dump` does for the file below. */
const read = async () => JSON.stringify({ ailleurs: { type: 'sftp' }, gcs: { type: 'google cloud storage' } })

const GOOD = 'S3_REGION=eu-west-3\nS3_BUCKET=coffre\nS3_KEY=NOM:une/clé+secrète\n'

test('on an empty machine a file says where the backups are', async () => {
  expect((await open(GOOD)).name).toBe('s3:coffre')
  const config = join(folder, 'rclone.conf')
  await writeFile(config, '[ailleurs]\ntype = sftp\n\n[gcs]\ntype = google cloud storage\n')
  const byRclone = (place: string) => open(`RCLONE_CONFIG=${config}\n`, `rclone:${place}:sauvegardes`)
  expect(await byRclone('ailleurs')).toMatchObject({ name: 'rclone:ailleurs:sauvegardes', kind: 'server' })
  expect(await byRclone('gcs')).toMatchObject({ name: 'rclone:gcs:sauvegardes', kind: 'storage' })
  await expect(byRclone('nulle-part')).rejects.toThrow(`${config} ne décrit pas [nulle-part]`)
})

const empty = ['S3_ENDPOINT', 'S3_AUTHORITIES', 'RCLONE_CONFIG', 'RCLONE_AUTHORITIES']
  .map(name => `${name}=\n`)
  .join('')

test('what that file leaves empty counts as absent', async () => {
  expect((await open(empty + GOOD)).name).toBe('s3:coffre')
  expect((await open(`${GOOD}S3_ENDPOINT=https://s3.exemple.fr/\n`)).name).toBe('s3:coffre')
})

test.each([
  ['S3_REGION=eu-west-3\n', 's3', 'not-ready', 'S3_BUCKET et S3_REGION y manquent.'],
  ['S3_BUCKET=coffre\n', 's3', 'not-ready', 'S3_BUCKET et S3_REGION y manquent.'],
  [GOOD.replace(':une', '-une'), 's3', 'not-ready', 'S3_KEY doit être « identifiant:clé ».'],
  [GOOD.replace('NOM', 'UN NOM'), 's3', 'not-ready', 'S3_KEY doit être « identifiant:clé ».'],
  [`${GOOD.trimEnd()} secrète\n`, 's3', 'not-ready', 'S3_KEY doit être « identifiant:clé ».'],
  [`${GOOD}S3_ENDPOINT=http://s3.exemple.fr\n`, 's3', 'not-ready', 'S3_ENDPOINT : '],
  [`${GOOD}S3_ENDPOINT=httpsx://s3.exemple.fr\n`, 's3', 'not-ready', 'S3_ENDPOINT : '],
  [`${GOOD}S3_ENDPOINT=xhttps://s3.exemple.fr\n`, 's3', 'not-ready', 'S3_ENDPOINT : '],
  [`${GOOD}S3_AUTHORITIES=autorite.pem\n`, 's3', 'not-ready', 'S3_AUTHORITIES : '],
  [`${GOOD}SEAU=x\nCLE=y\n`, 's3', 'not-ready', "n'est pas utilisable :\n  CLE, SEAU : réglage inconnu"],
  [`${GOOD}SEAU=x\nS3_ENDPOINT=x\n`, 's3', 'not-ready', '\n  SEAU : réglage inconnu'],
  [GOOD, 'rclone:ailleurs:x', 'not-ready', 'RCLONE_CONFIG y manque'],
  ['RCLONE_CONFIG=/nulle/part\n', 'rclone:ailleurs:x', 'not-readable', '/nulle/part ne se lit pas (ENOENT).'],
])('what is wrong in that file is named, without any secret: %j %s', async (text, from, code, fault) => {
  const refused = await open(text, from).catch((error: Failure) => error)
  expect(refused).toMatchObject({ code, message: expect.stringContaining(fault) })
  expect(withHint(refused as Failure)).not.toContain('secrète')
})

test('a file that others can read is refused, with the way to close it', async () => {
  await expect(open(GOOD, 's3', 0o644)).rejects.toMatchObject({
    code: 'not-ready',
    hint: expect.stringMatching(/^chmod 600 \//),
  })
})

test('the settings of an environment name its destinations, and one that they do not name is refused with these', async () => {
  const prod = homeOf({ root: join(folder, 'own'), backups: folder, project: 'tiptop' }, 'prod')
  await mkdir(join(prod.folder, 'secrets'), { recursive: true })
  await writeFile(prod.secret('s3-key'), 'NOM:une/clé+secrète')
  await writeFile(prod.secret('rclone.conf'), '[ailleurs]\ntype = sftp\n')
  const own = async (from: string, BACKUP_DESTINATIONS: string) => {
    const s3 = { S3_REGION: 'eu-west-3', S3_BUCKET: 'coffre', BACKUP_RECIPIENTS: (await drawKeys()).recipients.join() }
    await writeFile(prod.settings, settingsText({ ...s3, BACKUP_DESTINATIONS }))
    return openSource({ from, access: null, home: prod }, { ...openShell(), read })
  }
  const [both, elsewhere] = ['rclone:ailleurs:x,s3', 'rclone:ailleurs:x']
  expect((await own('s3', both)).name).toBe('s3:coffre')
  expect((await own(elsewhere, both)).name).toBe(elsewhere)
  await expect(own('s3', elsewhere)).rejects.toMatchObject({
    code: 'not-ready',
    message: expect.stringContaining(elsewhere),
  })
  await expect(own(elsewhere, '')).rejects.toMatchObject({
    code: 'not-ready',
    message: expect.stringContaining('aucune'),
  })
})

test('an authority that signed the storage’s certificate is read with its file, which must be there', async () => {
  const authority = join(folder, 'authority.pem')
  const access = `${GOOD}S3_AUTHORITIES=${authority}\n`
  await expect(open(access)).rejects.toThrow(authority)
  await writeFile(authority, 'demo')
  expect((await open(access)).name).toBe('s3:coffre')
})

test('a file that is not there is named', async () => {
  const access = join(folder, 'nowhere.env')
  await expect(openSource({ from: 's3', access, home: home() }, openShell())).rejects.toMatchObject({
    code: 'not-readable',
    message: expect.stringContaining(`${access} ne se lit pas (ENOENT)`),
  })
})

test('without that file the settings of the environment say it, and without either the refusal names the option to give', async () => {
  await expect(openSource({ from: 's3', access: null, home: home() }, openShell())).rejects.toMatchObject({
    code: 'not-ready',
    hint: expect.stringContaining('--access nomme'),
  })
})
