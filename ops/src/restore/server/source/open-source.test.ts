import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { homeOf } from '../../../environment/home.ts'
import { withHint } from '../../../failure.ts'
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

test.each([
  ['S3_REGION=eu-west-3\n', 's3', 0o600, /S3_BUCKET et S3_REGION y manquent/],
  [GOOD.replace(':une', '-une'), 's3', 0o600, /S3_KEY doit être « identifiant:clé »/],
  [`${GOOD}S3_ENDPOINT=http://s3.exemple.fr\n`, 's3', 0o600, /S3_ENDPOINT : /],
  [`${GOOD}SEAU=x\n`, 's3', 0o600, /SEAU : réglage inconnu/],
  [GOOD, 'rclone:ailleurs:x', 0o600, /RCLONE_CONFIG y manque/],
  ['RCLONE_CONFIG=/nulle/part\n', 'rclone:ailleurs:x', 0o600, /\/nulle\/part ne se lit pas \(ENOENT\)/],
  [GOOD, 's3', 0o644, /chmod 600/],
])('what is wrong in that file is named, without any secret: %j %s', async (text, from, mode, fault) => {
  const error = await open(text, from, mode).catch((error: Error) => error)
  const said = withHint(error as Error)
  expect(said).toMatch(fault)
  expect(said).not.toContain('secrète')
})

test('without that file the settings of the environment say it, and without either the refusal names the option to give', async () => {
  await expect(openSource({ from: 's3', access: null, home: home() }, openShell())).rejects.toMatchObject({
    code: 'not-ready',
    hint: expect.stringContaining('--access nomme'),
  })
})
