import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { kept, layJenkinsHome } from '../../../../test/jenkins/jenkins-home.ts'
import { type JenkinsServer, openJenkinsServer } from '../../../../test/jenkins/jenkins-server.ts'
import { record } from '../../../../test/record.ts'
import type { BackupPiece } from '../../../archive/manifest.ts'
import { homeOf } from '../../../environment/home.ts'
import type { Settings } from '../../../environment/settings.ts'
import { runProcedure } from '../../../procedure/procedure.ts'
import { dryFiles, openFiles } from '../../../tools/files.ts'
import { dryShell, openShell } from '../../../tools/shell.ts'
import type { BackupDraft } from '../../making.ts'
import { saveJenkins } from './save-jenkins.ts'

let root: string
let home: string
let folder: string
let server: JenkinsServer
let settings: Partial<Settings>
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-jenkins-'))
  ;[home, folder] = [join(root, 'volume', '_data'), join(root, 'night.partial')]
  await mkdir(folder)
  await layJenkinsHome(home)
  server = await openJenkinsServer()
  settings = { JENKINS_HOME: home, JENKINS_URL: `${server.url}/`, JENKINS_USER: server.user }
  await mkdir(join(root, 'prod', 'secrets'), { recursive: true })
  await writeFile(join(root, 'prod', 'secrets', 'jenkins-token'), `${server.token}\n`)
})
afterEach(async () => {
  await server.close()
  await rm(root, { recursive: true })
})

async function save(tools: BackupDraft['tools'] = { shell: openShell(), files: openFiles(), now: () => new Date() }) {
  const warnings: string[] = []
  const target = {
    home: homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod'),
    settings: settings as Settings,
  }
  const seen = record()
  const warn = (said: string) => void warnings.push(said)
  const ending = await runProcedure<BackupPiece[]>({ ...seen, signal: new AbortController().signal }, step =>
    saveJenkins(
      step,
      { target, tools, folder, running: null, warn, keepImages: async () => {} },
      { everyMs: 5, pausesMs: [10, 10] },
    ),
  )
  const path = seen.steps().filter(line => line.endsWith(' done'))
  if (ending.outcome !== 'done') return { pieces: [], path, warnings, error: ending.error.message }
  return { pieces: ending.value, path, warnings, error: null }
}

const RUNBOOK = join(import.meta.dirname, '../../../../../docs/runbooks/jenkins-lost.md')

/** Unpacks the archive by the very line of the runbook. */
async function unpack() {
  const fresh = join(root, 'fresh')
  await mkdir(fresh)
  const archive = join(folder, 'jenkins.tar')
  const { run } = openShell()
  const [, line = ''] = /^ +(tar --extract --file=jenkins\.tar .*)$/m.exec(await readFile(RUNBOOK, 'utf8')) ?? []
  await run(['bash', '-euc', line], { cwd: folder, env: { JENKINS_HOME: fresh } })
  const told = async (name: string) =>
    run(['tar', '--extract', '--to-stdout', `--file=${archive}`, name]).catch(() => null)
  const found = (await readdir(fresh, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  const files = found.map(async entry => {
    const path = join(entry.parentPath, entry.name)
    return [path.slice(fresh.length + 1), await readFile(path, 'utf8')] as const
  })
  return { fresh, files: Object.fromEntries(await Promise.all(files)), told }
}

test('jobs in folders and branches, credentials with their keys, plugins and settings come back from one archive, and builds do not [3.1/Y 3.1/Z 3.1/AA 3.1/AB]', async () => {
  const { pieces, path, warnings } = await save()
  expect(path).toEqual(['Y', 'Z', 'AA', 'AB'].map(id => `3.1/${id} done`))
  expect(warnings).toEqual([])
  expect(await readdir(folder)).toEqual(['jenkins.tar'])
  const written = await openFiles().fingerprint(join(folder, 'jenkins.tar'))
  expect(pieces).toEqual([{ name: 'jenkins.tar', kind: 'jenkins', ...written }])
  expect((await stat(join(folder, 'jenkins.tar'))).mode & 0o777).toBe(0o600)
  const { fresh, files, told } = await unpack()
  expect(files).toEqual(kept)
  expect((await stat(join(fresh, 'secrets'))).mode & 0o777).toBe(0o700)
  expect((await stat(join(fresh, 'secrets', 'master.key'))).mode & 0o777).toBe(0o600)
  expect(await told('plugins.txt')).toBe(
    'configuration-as-code:2114.v67a_a_18696b_8f\ncredentials:1506.v948b_b_b_7dec44\ngit:5.10.1  # désactivé',
  )
  expect(`${await told('configuration.yaml')}\n`).toBe(server.configuration)
  expect(server.asked).toEqual([
    'GET /pluginManager/api/json?depth=1',
    'GET /crumbIssuer/api/json',
    'POST /configuration-as-code/export',
  ])
})

test('a Jenkins that is away takes nothing away from what its home has, and is reported [3.1/AA 3.1/AB]', async () => {
  settings.JENKINS_URL = 'http://127.0.0.1:9'
  const { warnings, error } = await save()
  expect(error).toBe(null)
  expect(warnings).toEqual([
    'Jenkins ne répond pas sur http://127.0.0.1:9 (ECONNREFUSED). La liste de ses plugins est celle de son dossier.',
    'Jenkins ne répond pas sur http://127.0.0.1:9 (ECONNREFUSED). Sa configuration générale est celle de son dossier.',
  ])
  const { files, told } = await unpack()
  expect(files).toEqual(kept)
  expect(await told('plugins.txt')).toBe('configuration-as-code:2114.v67a_a_18696b_8f\ngit:5.10.1  # désactivé')
  expect(await told('configuration.yaml')).toBe(null)
})

test('without an address Jenkins is not asked, and there is no warning [3.1/AA 3.1/AB]', async () => {
  settings.JENKINS_URL = ''
  expect(await save()).toMatchObject({ error: null, warnings: [] })
  expect(server.asked).toEqual([])
  expect((await unpack()).files).toEqual(kept)
})

test('a Jenkins that starts is waited for, and one that lacks crumbs or the export is taken as it is [3.1/AA 3.1/AB]', async () => {
  Object.assign(server.state, { starting: 1, hasExport: false, hasCrumbs: false })
  expect(await save()).toMatchObject({ error: null, warnings: [] })
  expect(server.asked.filter(line => line.includes('pluginManager'))).toHaveLength(2)
  expect(await (await unpack()).told('configuration.yaml')).toBe(null)
})

test('a token that Jenkins refuses is reported with what to look at, and never quoted [3.1/AA]', async () => {
  await writeFile(join(root, 'prod', 'secrets', 'jenkins-token'), 'not-the-token')
  const { warnings, error } = await save()
  expect(error).toBe(null)
  expect(warnings[0]).toContain('Jenkins refuse « sauvegarde ». Vérifiez JENKINS_USER et secrets/jenkins-token.')
  expect(warnings.join()).not.toContain('not-the-token')
})

const refusals: [string, string, () => Promise<unknown>][] = [
  ['is not there', 'n’existe pas sur ce serveur', () => rm(home, { recursive: true })],
  [
    'is the home of something else',
    'n’est pas le dossier d’un Jenkins',
    async () => {
      await rm(home, { recursive: true })
      await mkdir(join(home, 'other'), { recursive: true })
    },
  ],
  ['has lost its key', 'secrets/master.key manque', () => rm(join(home, 'secrets', 'master.key'))],
  [
    'has a credential that points nowhere',
    'ne se lit pas (ENOENT)',
    () => symlink('/nowhere', join(home, 'secrets', 'lost')),
  ],
  [
    'has a plugin that is damaged',
    'git.jpi ne se lit pas',
    async () => {
      settings.JENKINS_URL = ''
      await writeFile(join(home, 'plugins', 'git.jpi'), 'half')
    },
  ],
]
test.each(refusals)(
  'a home that %s is refused in a clear sentence, and leaves no archive [3.1/Y]',
  async (_, sentence, spoil) => {
    await spoil()
    expect((await save()).error).toContain(sentence)
    expect(await readdir(folder)).not.toContain('jenkins.tar')
  },
  60_000,
)

test('a plugin that is still to be unpacked by Jenkins counts by what is packed, and a damaged one by what was unpacked', async () => {
  settings.JENKINS_URL = ''
  for (const [name, version] of [
    ['git', '0.0.1'],
    ['damaged', '3.0'],
  ] as const) {
    await mkdir(join(home, 'plugins', name, 'META-INF'), { recursive: true })
    await writeFile(
      join(home, 'plugins', name, 'META-INF', 'MANIFEST.MF'),
      `Short-Name: ${name}\nPlugin-Version: ${version}\n`,
    )
  }
  await writeFile(join(home, 'plugins', 'damaged.hpi'), 'half')
  await save()
  expect((await (await unpack()).told('plugins.txt'))?.split('\n').slice(1)).toEqual([
    'damaged:3.0',
    'git:5.10.1  # désactivé',
  ])
})

test('a dry run reads, and writes nothing [3.1/Y]', async () => {
  const told: string[] = []
  const tell = (line: string) => void told.push(line)
  const { error } = await save({ shell: dryShell(tell), files: dryFiles(tell), now: () => new Date() })
  expect(error).toBe(null)
  expect(told.join('\n')).toContain('ferait : tar --create')
  expect(await readdir(folder)).toEqual([])
})
