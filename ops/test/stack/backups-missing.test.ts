import { access, appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { type GcsServer, openGcsServer } from '../stores/gcs/gcs-server.ts'
import { openS3Server, type S3Server } from '../stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../stores/scratch-target.ts'
import { REPOSITORY } from './application.ts'
import { follow } from './follow-runbook.ts'
import { removeSmallImages, serveSmallImages } from './nights-of.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let gcs: GcsServer
let s3: S3Server
let keys: Awaited<ReturnType<typeof drawKeys>>
/** where a person brings their key to */
let bag: string
beforeAll(async () => {
  ;[gcs, s3, keys, bag] = await Promise.all([
    openGcsServer(),
    openS3Server(),
    drawKeys(),
    mkdtemp(join(tmpdir(), 'tiptop-bag-')),
  ])
  server = await openServer()
  await server.install()
  await server.sql('create table visits as select n as id, md5(n::text) as said from generate_series(1, 5000) n')
  await serveSmallImages(server)
})
afterAll(async () => {
  if (server) await removeSmallImages(server).catch(() => {})
  await server?.close()
  await s3?.close()
  await gcs?.close()
  if (bag) await rm(bag, { recursive: true })
})

test('a destination whose secret is missing is named before anything is done [3.1/AD]', async () => {
  await fillIn({ BACKUP_RECIPIENTS: keys.recipients.join(), BACKUP_DESTINATIONS: gcs.destination })
  const { exitCode, err } = await server.tiptop('backup', 'nightly', 'prod', '--dry-run')
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('rclone.conf') })
  reached('3.1/AD')
  await fillIn({ BACKUP_RECIPIENTS: '', BACKUP_DESTINATIONS: '' })
})

test('the runbook, followed word by word where nothing was ever saved, ends with a proven night at every destination [3.1/AD 3.1/AE 3.1/AG 3.1/AH 3.1/AJ 3.1/L 3.1/M]', async () => {
  const CLE = join(bag, 'cle.txt')
  await writeFile(CLE, `${keys.identities[1]}\n`, { mode: 0o600 })
  const prepare = async () => {
    await fillIn(settingsFor(keys.recipients, { s3, gcs }))
    await giveAccess(server.home, { s3, gcs })
  }
  const own = { ENVIRONNEMENT: 'prod', OUTILS: REPOSITORY, CLE }
  const said = await follow('backups-missing', { ...process.env, ...server.env, ...own }, { '-- install': prepare })
  const [before = '', tried = '', made = '', opened = '', checked = ''] = said
  expect(before).toContain('aucune sauvegarde')
  for (const name of ['s3:sauvegardes', gcs.destination]) {
    expect(tried).toMatch(new RegExp(`enverrait prod/.* à ${name}`))
    expect(made).toMatch(new RegExp(`${name} +[\\d,]+.(Ko|Mo) +relue le `))
    expect(checked).toMatch(new RegExp(`${name} +\\d{8}-\\d{6}, il y a \\d+ (s|min)`))
  }
  expect(opened.match(/✓ 3\.1\/L .*chaque table comparée/g)).toHaveLength(2)
  await expect(access(CLE)).rejects.toThrow()
})

async function fillIn(settings: Record<string, string>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  await appendFile(server.home.settings, lines.join(''))
}
