import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { openDoor, settingsText } from '../../test/door.ts'
import { run } from '../../test/machine/run.ts'
import { pretendProgram } from '../../test/machine/tiptop-process.ts'
import { readConfig } from '../config.ts'
import { secrets } from '../environment/home.ts'
import { runProgram } from './program.ts'

const here = process.cwd()
let door: Awaited<ReturnType<typeof openDoor>>
let repository: string
let commit: string
beforeAll(async () => {
  door = await openDoor()
  const { home } = door.target
  for (const name of secrets) await writeFile(home.secret(name), 'demo', { mode: 0o600 })
  await writeFile(home.settings, settingsText({ APPROVAL: 'manual' }))
  repository = await mkdtemp(join(tmpdir(), 'tiptop-repository-'))
  process.chdir(repository)
  const git = (...args: string[]) => run(['git', '-c', 'user.name=Demo', '-c', 'user.email=demo@demo.invalid', ...args])
  await git('init', '--quiet', '--initial-branch=main')
  await git('commit', '--quiet', '--allow-empty', '--message', 'One')
  await git('branch', 'feature')
  commit = await git('rev-parse', 'HEAD')
})
afterAll(async () => {
  process.chdir(here)
  await rm(repository, { recursive: true })
  await door.close()
})

async function tiptop(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const terminal = { write: () => true }
  const out = (text: string) => void said.push(text)
  const tools = { config: readConfig({ TIPTOP_ROOT: door.folder }), out, terminal, now: () => new Date() }
  const code = await runProgram(tools, args, text => void complained.push(text))
  return { code, out: said.join(''), err: complained.join('') }
}

const warnings = ['Aucune répétition de restauration n’a encore été faite (tiptop rehearse).']
const plan = { environment: 'prod', branch: 'main', tag: 'prod-latest', approval: 'manual', warnings }

test('the plan says what would be deployed and whether a person has to agree, and nothing happens', async () => {
  for (const args of [[], ['prod'], ['--branch', 'main'], ['prod', '--commit', commit]]) {
    const { code, out } = await tiptop('deploy', ...args, '--plan')
    expect({ code, plan: JSON.parse(out) }).toEqual({ code: 0, plan: { ...plan, commit } })
  }
  expect(await readdir(door.target.home.folder)).not.toContain('runs')
})

test('a branch without an environment of its own goes where it is sent, and nowhere by itself [2.1/K 2.1/O]', async () => {
  const { out } = await tiptop('deploy', 'prod', '--branch', 'feature', '--plan')
  expect(JSON.parse(out)).toEqual({ ...plan, branch: 'feature', commit })
  expect(await tiptop('deploy', '--branch', 'feature', '--plan')).toMatchObject({
    code: 2,
    err: expect.stringContaining("La branche feature n'a pas d'environnement à elle"),
  })
  reached('2.1/K', '2.1/O')
})

test.each([
  [['dev', '--branch', 'main'], 'La branche main se déploie en prod, pas en dev.'],
  [['staging'], '« staging » ne convient pas'],
  [['--cause', 'wind'], '« wind » ne convient pas'],
])('a deployment that makes no sense is refused before anything happens: %j', async (args, sentence) => {
  expect(await tiptop('deploy', ...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) })
})

test('a commit that the repository does not have is named', async () => {
  const { code, err } = await tiptop('deploy', '--commit', 'abcdef0')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("n'a pas de commit « abcdef0 »") })
})

test('a repository that is on no branch needs --branch', async () => {
  await run(['git', 'checkout', '--quiet', '--detach'])
  const { code, err } = await tiptop('deploy', '--plan')
  await run(['git', 'checkout', '--quiet', 'main'])
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--branch la nomme') })
})

test('what an environment lacks is named before any question', async () => {
  const { code, err } = await tiptop('deploy', 'preprod', '--branch', 'feature', '--plan')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('tiptop install preprod') })
})

test('without agreement production stays as it is [2.4/C]', async () => {
  const { code, err } = await tiptop('deploy')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("demande l'accord d'une personne") })
  expect(await readdir(door.target.home.folder)).not.toContain('workshop')
})

test.each(['la cheffe', 'chef', '', '0', '-1', '42; true', '../42', '1e3'])(
  'a text that is no build of Jenkins approves nothing: « %s »',
  async text => {
    const said = await tiptop('deploy', `--approved-by=${text}`)
    expect(said).toMatchObject({ code: 2, out: '', err: expect.stringContaining('un nom ne prouve rien') })
    expect(await readdir(door.target.home.folder)).not.toContain('workshop')
  },
)

test('a build is no approval where no Jenkins can be asked for its user', async () => {
  const { code, err } = await tiptop('deploy', '--approved-by', '42')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('aucun Jenkins n’est réglé') })
  expect(await readdir(door.target.home.folder)).not.toContain('workshop')
})

const EMPTY = JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN' }] })

/** A server with an engine on which nothing runs and a registry that is empty, and a commit that breaks what serves. */
async function deployBreaking(...more: string[]) {
  const registry = createServer((_, response) => void response.writeHead(404).end(EMPTY)).listen(0, '127.0.0.1')
  await once(registry, 'listening')
  const { port } = registry.address() as AddressInfo
  await writeFile(door.target.home.settings, settingsText({ REGISTRY: `localhost:${port}/tiptop` }))
  const engine = await pretendProgram(
    'docker',
    'echo "$@" >> "$0.log"; cat >/dev/null; case "$*" in *"npm ci"*) exit 1 ;; esac',
  )
  const { PATH } = process.env
  process.env.PATH = `${engine}:${PATH}`
  await mkdir(join(repository, 'backend', 'migrations'), { recursive: true })
  await writeFile(join(repository, 'backend', 'migrations', '0001-breaks.sql'), '--! breaking\ndrop table tickets;\n')
  const server = join('environments', 'server')
  await mkdir(join(repository, server), { recursive: true })
  await copyFile(join(here, server, 'app.yaml'), join(repository, server, 'app.yaml'))
  await writeFile(join(repository, 'package.json'), '{ "name": "demo", "version": "1.0.0" }\n')
  await writeFile(join(repository, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }\n')
  await run(['git', 'checkout', '--quiet', '-B', 'breaking'])
  await run(['git', 'add', '--all'])
  await run([
    'git',
    '-c',
    'user.name=Demo',
    '-c',
    'user.email=demo@demo.invalid',
    'commit',
    '--quiet',
    '--message',
    'Break',
  ])
  const { code, err } = await tiptop('deploy', 'prod', ...more)
  const asked = await readFile(join(engine, 'docker.log'), 'utf8')
  process.env.PATH = PATH
  registry.close()
  await run(['git', 'checkout', '--quiet', 'main'])
  await rm(engine, { recursive: true })
  return { code, err, built: /build-arg|push/.test(asked) }
}

test('a migration that breaks what serves is refused, unless it was approved by name', {
  timeout: 60_000,
}, async () => {
  const refused = await deployBreaking()
  expect(refused).toEqual({
    code: 1,
    err: expect.stringContaining('0001-breaks : la version en service'),
    built: false,
  })
  const approved = await deployBreaking('--approve-breaking')
  expect(approved.err).not.toContain('0001-breaks : la version en service')
  expect(approved.err).toContain('npm ci')
})
