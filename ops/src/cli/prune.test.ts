import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { followJournals } from '../../../scripts/diagrams/journals.ts'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { makeCertificate } from '../../test/certificate.ts'
import { settingsText } from '../../test/door.ts'
import { layNight } from '../../test/laid-nights.ts'
import { layPoint, releaseOf } from '../../test/rollback-points.ts'
import { drawKeys } from '../../test/stores/scratch-target.ts'
import { listRollbackPoints } from '../archive/rollback-points/points.ts'
import { readConfig } from '../config.ts'
import { secrets } from '../environment/home.ts'
import { takeLock } from '../procedure/lock.ts'
import type { Release } from '../release/release.ts'
import { runProgram } from './program.ts'

const days = [15, 16, 17, 18, 19, 20, 21].map(day => `202611${day}`)
const tagOf = (day: string) => `backup-${day}-040000`

let root = ''
const config = () => readConfig({ TIPTOP_ROOT: root, TIPTOP_BACKUPS: join(root, 'backups'), USER: 'exploitante' })
const home = () => config().homeOf('prod')
const folders = async () => (await readdir(home().backups.preDeploy)).sort()

/** An environment with a point of each day, whose registry does not answer. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-prune-'))
  for (const folder of [home().tls, home().flags, home().infra, join(home().folder, 'secrets')])
    await mkdir(folder, { recursive: true })
  await makeCertificate(home().tls)
  await writeFile(join(home().infra, 'infra.yaml'), '')
  await writeFile(home().settings, settingsText({ REGISTRY: 'localhost:9/tiptop' }))
  for (const name of secrets) {
    const used = name !== 'smtp-url' && name !== 'notify-webhook'
    await writeFile(home().secret(name), used ? 'demo' : '', { mode: 0o600 })
  }
  for (const day of days) await layPoint(home(), day)
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** What is said of databases that were put aside while no server of databases answers. */
const asidesUnknown = (environment: string) => [
  `Bases mises de côté de ${environment}`,
  `  ! ce qui est de côté n’a pas pu être lu : La base de ${environment} (${config().homeOf(environment as 'prod').stack}-infra-postgres-1) ne répond pas.`,
  '  0 reste, 0 de trop',
]

async function tiptop(...args: string[]) {
  const said: string[] = []
  const complained: string[] = []
  const progress: string[] = []
  const tools = {
    config: config(),
    out: (text: string) => void said.push(text),
    terminal: { write: (text: string) => progress.push(text) },
    now: () => new Date('2026-11-23T03:00:00Z'),
  }
  const code = await runProgram(tools, args, text => void complained.push(text))
  followJournals(home().runs)
  return { code, out: said.join(''), err: complained.join(''), progress: progress.join('') }
}

test('prune says of each rollback point whether it stays and why, and removes nothing [3.3/G]', async () => {
  const before = await folders()
  const { code, out } = await tiptop('prune', 'prod')
  expect(code).toBe(0)
  expect(out.split('\n')).toEqual([
    'Nuits gardées ici de prod',
    '  aucune sauvegarde',
    '  0 reste, 0 de trop',
    'Points de retour de prod',
    '  ✓ backup-20261121-040000  la plus récente ; 1re des 5 dernières',
    '  ✓ backup-20261120-040000  2e des 5 dernières',
    '  ✓ backup-20261119-040000  3e des 5 dernières',
    '  ✓ backup-20261118-040000  4e des 5 dernières',
    '  ✓ backup-20261117-040000  5e des 5 dernières',
    '  ✗ backup-20261116-040000  6e : les 5 dernières sont gardées',
    '  ✗ backup-20261115-040000  7e : les 5 dernières sont gardées',
    '  5 restent, 2 de trop',
    'Images gardées ici de toutes les sauvegardes',
    '  aucune image',
    '  0 reste, 0 de trop',
    ...asidesUnknown('prod'),
    'Rien n’est changé. Pour supprimer ce qui est marqué ✗ : --confirm',
    '',
  ])
  const json = JSON.parse((await tiptop('prune', 'prod', '--json')).out)
  expect(json.places[1].verdicts[6]).toMatchObject({ keep: false, why: '7e : les 5 dernières sont gardées' })
  expect(await folders()).toEqual(before)
  reached('3.3/G')
})

test('it says the same of the nights [3.3/A 3.3/B]', async () => {
  for (const day of ['20261013-020000', '20261122-020000', '20261123-020000']) await layNight(home(), day)
  const { out } = await tiptop('prune', 'prod')
  expect(out).toContain('✓ 20261123-020000  la plus récente ; 1re des 7 dernières nuits')
  const { out: json } = await tiptop('prune', 'prod', '--json')
  expect(JSON.parse(json).places.map(({ place }: { place: string }) => place)).toEqual([
    'nights',
    'pre-deploy',
    'images',
    'aside',
  ])
  reached('3.3/A', '3.3/B')
})

test('a destination that cannot be opened is named, and this server is judged all the same', async () => {
  const sending = { BACKUP_DESTINATIONS: 's3', S3_REGION: 'eu-west-3', S3_BUCKET: 'coffre' }
  const recipients = (await drawKeys()).recipients.join()
  await writeFile(
    home().settings,
    settingsText({ REGISTRY: 'localhost:9/tiptop', ...sending, BACKUP_RECIPIENTS: recipients }),
  )
  const { code, out } = await tiptop('prune', 'prod')
  expect(code).toBe(0)
  expect(out).toMatch(/! .*s3-key doit contenir « identifiant:clé »/)
  expect(out).toContain('5 restent, 2 de trop')
})

test('an environment without backups says so', async () => {
  await mkdir(config().homeOf('dev').folder, { recursive: true })
  await writeFile(config().homeOf('dev').settings, settingsText({ ENVIRONMENT: 'dev' }))
  const { code, out } = await tiptop('prune', 'dev')
  const nothing = '  aucune sauvegarde\n  0 reste, 0 de trop\n'
  expect({ code, out }).toEqual({
    code: 0,
    out: [
      `Nuits gardées ici de dev\n${nothing}Points de retour de dev\n${nothing}`,
      'Images gardées ici de toutes les sauvegardes\n  aucune image\n  0 reste, 0 de trop\n',
      [...asidesUnknown('dev'), 'Rien n’est de trop.\n'].join('\n'),
    ].join(''),
  })
})

test('what is confirmed goes, what the registry still holds is named, and its name is kept for the next time [3.3/H]', async () => {
  const { code, progress, out } = await tiptop('prune', 'prod', '--confirm')
  expect(code).toBe(0)
  expect((await listRollbackPoints(home())).map(({ tag }) => tag)).toEqual(days.slice(2).map(tagOf).reverse())
  expect((await folders()).slice(0, 2)).toEqual(['backup-20261115-040000.partial', 'backup-20261116-040000.partial'])
  expect(await readdir(join(home().backups.preDeploy, 'backup-20261115-040000.partial'))).toEqual([])
  expect(progress).toMatch(/! l'étiquette backup-20261115-040000 reste pour l'instant au registre\. .*connexion/)
  expect(out).toContain('✗ backup-20261115-040000  7e')
  const { out: again } = await tiptop('prune', 'prod')
  expect(again).toContain('! backup-20261115-040000.partial est en cours, ou interrompu : --confirm en retire le reste')
  expect((await tiptop('runs', 'list', 'prod')).out).toMatch(/prod +prune +réussi/)
})

test('what is not whole and what is no point are named, count for nothing and stay [3.3/G]', async () => {
  await rm(join(home().backups.preDeploy, tagOf('20261121'), 'database.dump'))
  await writeFile(join(home().backups.preDeploy, 'notes.txt'), 'à garder')
  const { out } = await tiptop('prune', 'prod', '--confirm')
  expect(out).toContain("✓ backup-20261121-040000  n'est pas entière, et ne compte pas")
  expect(out).toContain("! notes.txt n'est pas un point de retour, et n'est pas touché")
  expect((await folders()).filter(name => !name.endsWith('.partial'))).toEqual([
    ...days.slice(1).map(tagOf),
    'notes.txt',
  ])
})

test('the point from which the running release can go back stays, however many deployments failed since [3.3/H]', async () => {
  await serve(releaseOf('b', 'release-a', '2026-11-16T12:00:00.000Z'))
  await layPoint(home(), '20261116', { release: releaseOf('a', null, '2026-11-01T12:00:00.000Z') })
  const { out } = await tiptop('prune', 'prod', '--confirm')
  expect(out).toContain("✓ backup-20261116-040000  la base d'avant la version 1.0.1, en service")
  expect(await folders()).toContain('backup-20261116-040000')
})

test('while another procedure works on the environment, nothing is pruned', async () => {
  const giveBack = await takeLock(home().lock, 'prod', { run: 'un', by: 'autre', since: '', pid: 1 })
  expect(await tiptop('prune', 'prod', '--confirm')).toMatchObject({ code: 11 })
  expect(await folders()).toHaveLength(7)
  await giveBack()
})

/** Lets a release be the one that serves, as a deployment leaves it. */
async function serve(running: Release) {
  const folder = join(home().releases, running.name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'release.json'), JSON.stringify(running))
  await symlink(folder, home().colour('blue'))
}
