import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../../test/machine/run.ts'
import { record } from '../../../test/record.ts'
import { optionalParts } from '../../environment/backup-settings.ts'
import { homeOf } from '../../environment/home.ts'
import type { Settings } from '../../environment/settings.ts'
import { runProcedure, type Step } from '../../procedure/procedure.ts'
import { dryFiles, openFiles } from '../../tools/files.ts'
import { dryShell, openShell, type Shell } from '../../tools/shell.ts'
import type { BackupDraft } from '../making.ts'
import { saveParts } from './save-parts.ts'

/** Nothing is configured, as in settings older than these. */
const nothing = {
  PEPPER_RECIPIENTS: [],
  BACKUP_WITHOUT: [],
  SOURCE_REPOSITORY: '',
  GITEA_CONTAINER: '',
  GITEA_DATABASE_CONTAINER: '',
  JENKINS_HOME: '',
  SONAR_DATABASE_CONTAINER: '',
  CI_HOME: '',
  MONITORING_FOLDERS: [],
} satisfies Partial<Settings>

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-parts-'))
  folder = join(root, 'night.partial')
  for (const path of [folder, programs()]) await mkdir(path)
  await write(join(folder, 'database.dump'), 'the game')
})
afterEach(() => rm(root, { recursive: true }))

const programs = () => join(root, 'programs')
async function write(file: string, text: string, mode = 0o600) {
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, text, { mode })
}

/** A container in which these programs are what is asked for, each a script of bash. */
async function install(name: string, script: string) {
  await write(join(programs(), name), `#!/bin/bash\nset -e\n${script}\n`)
  await chmod(join(programs(), name), 0o755)
}
function containerShell(): Shell {
  const { run } = openShell()
  const inside: Shell['run'] = (command, options) => {
    const [program, verb, , container, ...words] = command
    if (program !== 'docker' || verb !== 'exec') return run(command, options)
    if (container === 'stopped') return Promise.reject(new Error('Error: No such container: stopped'))
    return run([words[0] ?? '', ...words.slice(1)], { ...options, env: { PATH: `${programs()}:${process.env.PATH}` } })
  }
  return { run: inside, read: inside }
}

async function save(own: Partial<Settings>, tools: Partial<BackupDraft['tools']> = {}) {
  const target = {
    home: homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod'),
    settings: { ...nothing, ...own } as Settings,
  }
  const outside = { shell: containerShell(), files: openFiles(), now: () => new Date(), ...tools }
  const draft = { target, tools: outside, folder, running: null, warn() {}, async keepImages() {} }
  const ending = await runProcedure({ ...record(), signal: new AbortController().signal }, step => {
    const impatient: Step = (nodes, title, act, { retry, ...how } = {}) =>
      step(nodes, title, act, { ...how, ...(retry && { retry: { ...retry, everyMs: 0 } }) })
    return saveParts(impatient, draft)
  })
  if (ending.outcome !== 'done') throw ending.error
  const { pieces, without } = ending.value
  return { pieces, names: pieces.map(({ name }) => name), without, said: without.map(({ said }) => said) }
}
const failures = (saved: Awaited<ReturnType<typeof save>>) =>
  saved.without.flatMap(({ why, said }) => (why === 'failed' ? [said] : []))

/** Unpacks an archive of the night. @returns its files, by path */
async function unpack(name: string) {
  const to = join(root, 'unpacked')
  await mkdir(to)
  await run(['tar', '--extract', `--file=${join(folder, name)}`, `--directory=${to}`])
  const found = (await readdir(to, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  const texts = found.map(async entry => {
    const file = join(entry.parentPath, entry.name)
    return [file.slice(to.length + 1), await readFile(file, 'utf8')] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

test('what the settings do not name is said part by part, with the setting to fill in', async () => {
  const { pieces, without, said } = await save({})
  expect(pieces).toEqual([])
  expect(without.map(({ part, why }) => [part, why])).toEqual(optionalParts.map(part => [part, 'unset']))
  expect(said[0]).toMatch(/^Le poivre des tickets n’est pas sauvegardé.* : PEPPER_RECIPIENTS est vide\.$/)
  expect(said).toContain('Le code source n’est pas sauvegardé : SOURCE_REPOSITORY est vide.')
  expect(said).toContain('Les données de la supervision ne sont pas sauvegardées : MONITORING_FOLDERS est vide.')
})

test('what the settings leave out is said to be a choice, and what they name as well is saved', async () => {
  await write(join(root, 'grafana', 'grafana.db'), 'panels')
  const own = { BACKUP_WITHOUT: [...optionalParts], MONITORING_FOLDERS: [join(root, 'grafana')] }
  const { names, without, said } = await save(own)
  expect(names).toEqual(['monitoring.tar'])
  expect(without.map(({ why }) => why)).toEqual(Array(optionalParts.length - 1).fill('chosen'))
  expect(said).toContain('Gitea n’est pas sauvegardé, par choix.')
})

test('a part that fails leaves nothing behind, and the other parts are saved', async () => {
  await write(join(root, 'grafana', 'grafana.db'), 'panels')
  await install('gitea', 'echo half of a dump; exit 3')
  const saved = await save({ GITEA_CONTAINER: 'gitea', MONITORING_FOLDERS: [join(root, 'grafana')] })
  expect(saved.names).toEqual(['monitoring.tar'])
  expect(failures(saved)).toEqual([expect.stringMatching(/^Gitea n’est pas sauvegardé : gitea dump tar : code 3/)])
  expect(await readdir(folder)).toEqual(['database.dump', 'monitoring.tar'])
})

/** Behaves as Gitea's documentation says: an archive on its output, its words on the other. */
const gitea = (...parts: string[]) => `
[ "$*" = "dump --config /etc/gitea/app.ini --quiet --type tar --skip-log --skip-index --file -" ] || exit 2
echo "2026/11/23 02:00:00 Packing dump files..." >&2
tar --create --file=- --directory=${join(root, 'gitea')} ${parts.join(' ')}`

async function layGitea() {
  const files = { 'app.ini': 'SECRET_KEY = k', 'gitea-db.sql': 'INSERT', 'repos/tiptop/the-tip-top.git/HEAD': 'ref' }
  for (const [path, text] of Object.entries(files)) await write(join(root, 'gitea', path), text)
  return files
}

test('Gitea is saved by its own dump: repositories, database and keys', async () => {
  const files = await layGitea()
  await install('gitea', gitea('app.ini', 'gitea-db.sql', 'repos'))
  const { pieces } = await save({ GITEA_CONTAINER: 'gitea' })
  const written = await openFiles().fingerprint(join(folder, 'gitea.tar'))
  expect(pieces).toEqual([{ name: 'gitea.tar', kind: 'gitea', ...written }])
  expect((await stat(join(folder, 'gitea.tar'))).mode & 0o777).toBe(0o600)
  expect(await unpack('gitea.tar')).toEqual(files)
})

test.each([
  ['repositories', ['app.ini', 'gitea-db.sql'], 'n’a pas : repos/.'],
  ['keys', ['gitea-db.sql', 'repos'], 'n’a pas : app.ini.'],
  ['database', ['app.ini', 'repos'], 'n’a pas : gitea-db.sql.'],
])('a dump of Gitea without its %s is refused', async (_, parts, said) => {
  await layGitea()
  await install('gitea', gitea(...parts))
  const saved = await save({ GITEA_CONTAINER: 'gitea' })
  expect(failures(saved)).toEqual([expect.stringContaining(said)])
  expect(await readdir(folder)).toEqual(['database.dump'])
})

test('databases of Gitea and SonarQube are copied by PostgreSQL, and a copy that does not read is refused', async () => {
  await layGitea()
  await install('gitea', gitea('app.ini', 'gitea-db.sql', 'repos'))
  await install('pg_dump', 'echo "$*"')
  await install('pg_restore', 'grep --quiet -- --format=custom')
  const all = { GITEA_CONTAINER: 'gitea', GITEA_DATABASE_CONTAINER: 'db', SONAR_DATABASE_CONTAINER: 'db' }
  expect((await save(all)).names).toEqual(['gitea.tar', 'gitea.dump', 'sonarqube.dump'])
  expect(await readFile(join(folder, 'sonarqube.dump'), 'utf8')).toContain('--username=sonarqube --dbname=sonarqube')
  for (const name of ['gitea.tar', 'gitea.dump', 'sonarqube.dump']) await rm(join(folder, name))
  await install('pg_restore', 'echo "pg_restore: error: could not uncompress data" >&2; exit 1')
  expect(failures(await save(all))).toHaveLength(2)
  expect(await readdir(folder)).toEqual(['database.dump'])
})

test('a container that is not there is named in the night’s reason', async () => {
  const saved = await save({ SONAR_DATABASE_CONTAINER: 'stopped' })
  expect(failures(saved)).toEqual([expect.stringContaining('No such container: stopped')])
})

test('settings, secrets and certificate of continuous integration come back with their rights', async () => {
  const home = join(root, 'ci')
  const files = { 'ci/.env': 'CI_DOMAIN=x', 'ci/secrets/gitea-secret-key': 'key', 'ci/tls/privkey.pem': 'pem' }
  for (const [path, text] of Object.entries(files)) await write(join(root, path), text, 0o400)
  await write(join(home, 'notes'), 'of a person')
  expect((await save({ CI_HOME: home })).names).toEqual(['ci.tar'])
  expect(await unpack('ci.tar')).toEqual(files)
  expect((await stat(join(root, 'unpacked', 'ci', 'secrets', 'gitea-secret-key'))).mode & 0o777).toBe(0o400)
  await rm(join(home, 'secrets'), { recursive: true })
  expect(failures(await save({ CI_HOME: home }))).toEqual([expect.stringContaining('n’a pas : secrets.')])
  expect(failures(await save({ CI_HOME: '/nowhere' }))).toEqual([expect.stringContaining('/nowhere, ne se lit pas')])
})

test('the measures of Prometheus are saved without what it still writes to', async () => {
  const data = join(root, 'prometheus')
  for (const path of ['01ABC/chunks/000001', 'wal/00000001', 'chunks_head/000001', 'lock'])
    await write(join(data, path), path)
  await save({ MONITORING_FOLDERS: [data] })
  expect(Object.values(await unpack('monitoring.tar'))).toEqual(['01ABC/chunks/000001'])
})

test('a dry run looks, and saves nothing', async () => {
  const told: string[] = []
  const tell = (line: string) => void told.push(line)
  const own = { GITEA_CONTAINER: 'gitea', SONAR_DATABASE_CONTAINER: 'db', SOURCE_REPOSITORY: root }
  const saved = await save(own, { shell: dryShell(tell), files: dryFiles(tell) })
  expect(failures(saved)).toEqual([])
  expect(told.join('\n')).toContain('ferait : docker exec --interactive gitea gitea dump')
  expect(await readdir(folder)).toEqual(['database.dump'])
})
