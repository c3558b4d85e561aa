import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followJournals } from '../../../../scripts/diagrams/journals.ts'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { openDoor, settingsText } from '../../../test/door.ts'
import { run } from '../../../test/machine/run.ts'
import { readConfig } from '../../config.ts'
import { secrets } from '../../environment/home.ts'
import { runProgram } from '../program.ts'

const here = process.cwd()
const { DOCKER_HOST, GIT_CONFIG_GLOBAL } = process.env
let door: Awaited<ReturnType<typeof openDoor>>
let folder: string
let stable: string
beforeAll(async () => {
  process.env.DOCKER_HOST = 'unix:///nobody/listens/here.sock'
  // Accounts of a server rarely have a name in git.
  process.env.GIT_CONFIG_GLOBAL = '/dev/null'
  door = await openDoor()
  const { home } = door.target
  for (const name of secrets)
    await writeFile(home.secret(name), name.includes('webhook') ? '' : 'demo', { mode: 0o600 })
  await writeFile(home.secret('smtp-url'), '')
  await writeFile(home.settings, settingsText({ ENVIRONMENT: 'dev' }))
  const dev = join(door.folder, 'dev')
  await cp(home.folder, dev, { recursive: true })
  await rename(join(dev, '.env.production'), join(dev, '.env.dev'))
  folder = await mkdtemp(join(tmpdir(), 'tiptop-code-'))
  await run(['git', 'init', '--quiet', '--bare', '--initial-branch=dev', join(folder, 'remote.git')])
  await run(['git', 'init', '--quiet', '--initial-branch=dev', join(folder, 'repository')])
  process.chdir(join(folder, 'repository'))
  await git('remote', 'add', 'origin', join(folder, 'remote.git'))
  stable = await commit('Works')
  await commit('Breaks')
})
afterAll(async () => {
  process.chdir(here)
  for (const [name, value] of Object.entries({ DOCKER_HOST, GIT_CONFIG_GLOBAL }))
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  await rm(folder, { recursive: true })
  await door.close()
})

const git = (...args: string[]) => run(['git', '-c', 'user.name=Demo', '-c', 'user.email=demo@demo.invalid', ...args])
const pushed = () => run(['git', 'rev-parse', 'dev'], { cwd: join(folder, 'remote.git') })

async function commit(subject: string): Promise<string> {
  await writeFile('code.ts', `${subject}\n`)
  await git('add', '--all')
  await git('commit', '--quiet', '--message', subject)
  await git('push', '--quiet', 'origin', 'dev')
  return git('rev-parse', 'HEAD')
}

async function rollBackCode(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const out = (text: string) => void said.push(text)
  const config = readConfig({ TIPTOP_ROOT: door.folder, USER: 'exploitante' })
  const tools = { config, out, terminal: { write: out }, now: () => new Date() }
  const all = ['rollback', 'dev', 'code', '--no-follow', '--to', stable.slice(0, 10), ...args]
  const code = await runProgram(tools, all, text => void complained.push(text))
  followJournals(config.homeOf('dev').runs)
  return { code, out: said.join(''), err: complained.join('') }
}

test('what would be undone is shown, and without agreement the branch stays as it is [4.1/F]', async () => {
  const before = await pushed()
  const { code, out, err } = await rollBackCode()
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('personne n’a confirmé') })
  expect(out).toMatch(/Rendre à origin\/dev le contenu de [\da-f]{7} Works, par un commit de plus :\n/)
  expect(out).toMatch(/annulé : 1 commit.*\n {4}[\da-f]{7} Breaks\n/)
  const dry = await rollBackCode('--dry-run')
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('ferait : git push --quiet origin') })
  expect(await pushed()).toBe(before)
  expect(await readdir(join(door.folder, 'dev'))).not.toContain('runs')
  reached('4.1/F')
})

test('with agreement the branch has the content of before, and then there is nothing left to undo [4.1/G 4.1/H]', async () => {
  const { code, out } = await rollBackCode('--yes')
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('le suivre : tiptop runs list dev') })
  const inRemote = { cwd: join(folder, 'remote.git') }
  expect(await run(['git', 'show', 'dev:code.ts'], inRemote)).toBe('Works')
  expect(await run(['git', 'log', '-1', '--format=%an', 'dev'], inRemote)).toBe('exploitante')
  expect(await rollBackCode('--yes')).toMatchObject({ code: 0, out: expect.stringContaining('Rien à annuler') })
})
