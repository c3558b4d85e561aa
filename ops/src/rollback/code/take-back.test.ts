import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { settingsText } from '../../../test/door.ts'
import { run } from '../../../test/machine/run.ts'
import { record } from '../../../test/record.ts'
import { releaseOf } from '../../../test/rollback-points.ts'
import { homeOf } from '../../environment/home.ts'
import { parseSettings } from '../../environment/settings.ts'
import type { Target } from '../../environment/target.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { provenFile } from '../../release/colours.ts'
import { gitIn } from '../../tools/git.ts'
import { openShell, type Shell } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'
import { type CodePlan, planCode } from './plan.ts'
import { codeNodes, takeCodeBack } from './take-back.ts'

let template: string
let root: string
let remote: string
let repository: string
let target: Target
/** what the database answers; null: it does not */
let applied: string[] | null
/** An empty repository and its remote, made once: programs take most of the time of these tests. */
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'tiptop-code-'))
  const init = ['git', 'init', '--quiet', '--template=', '--initial-branch=dev'] as const
  await run([...init, '--bare', join(template, 'remote.git')])
  await run([...init, join(template, 'repository')])
  const config = [
    '[user]\n  name = Demo\n  email = demo@demo.invalid',
    '[remote "origin"]\n  url = ../remote.git\n  fetch = +refs/heads/*:refs/remotes/origin/*',
    '[maintenance]\n  auto = false',
  ]
  await appendFile(join(template, 'repository', '.git', 'config'), `${config.join('\n')}\n`)
})
afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-code-'))
  await cp(template, root, { recursive: true })
  ;[remote, repository] = [join(root, 'remote.git'), join(root, 'repository')]
  const home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'dev')
  await mkdir(home.flags, { recursive: true })
  target = { home, settings: parseSettings(settingsText({ ENVIRONMENT: 'dev' }), 'essai') }
  applied = ['0001-first']
})
afterEach(() => rm(root, { recursive: true }))

const git = (...args: string[]) => run(['git', ...args], { cwd: repository })
const at = (revision: string) => run(['git', 'rev-parse', revision], { cwd: remote })

/** Author and message of the last commit of the branch, without its empty lines. */
async function lastMessage(): Promise<string[]> {
  const said = await run(['git', 'log', '-1', '--format=%an <%ae>%n%B', 'dev'], { cwd: remote })
  return said.split('\n').filter(Boolean)
}

/** A commit with these files, sent to the branch. */
async function commit(subject: string, files: Record<string, string> = {}): Promise<string> {
  for (const [file, text] of Object.entries({ 'code.ts': `${subject}\n`, ...files })) {
    await mkdir(join(repository, file, '..'), { recursive: true })
    await writeFile(join(repository, file), text)
  }
  await git('add', '--all')
  await git('commit', '--quiet', '--message', subject)
  await git('push', '--quiet', 'origin', 'dev')
  return (await readFile(join(repository, '.git', 'refs', 'heads', 'dev'), 'utf8')).trim()
}

/** Releases of these commits have served, the last of them still does. */
async function served(...commits: string[]): Promise<void> {
  const { home } = target
  for (const [place, commit] of commits.entries()) {
    const letter = String.fromCharCode(97 + place)
    const former = place ? `release-${String.fromCharCode(96 + place)}` : null
    const release = {
      ...releaseOf(letter, former, '2026-11-01T12:00:00.000Z'),
      commits: { backend: commit, frontend: commit },
    }
    await mkdir(join(home.releases, release.name), { recursive: true })
    await writeFile(join(home.releases, release.name, 'release.json'), JSON.stringify(release))
    await writeFile(provenFile(home, release.name), '')
    await rm(home.colour('blue'), { force: true })
    await symlink(join('releases', release.name), home.colour('blue'))
  }
}

/** The engine of this environment is not there: what its database has had is said in its place. */
function shellHere(): Shell {
  const shell = openShell()
  const ask: Shell['read'] = async (command, options = {}) => {
    if (command[0] === 'git') return shell.read(command, options)
    if (!applied) throw new Error('La base ne répond pas')
    return String(options.input).includes('to_regclass') ? 'kysely_migration' : applied.join('\n')
  }
  return { read: ask, run: ask }
}

const plan = (to: string | null = null, folder = repository) => {
  const shell = shellHere()
  return planCode({ target, git: gitIn(folder, shell), shell }, to)
}

async function takeBack(agreed: CodePlan | null, to: string | null = null, environment: 'dev' | 'preprod' = 'dev') {
  if (!agreed) throw new Error('nothing differs')
  const seen = record()
  const tools = { shell: shellHere() } as unknown as Tools
  const rollback = { repository, to, agreed, nodes: codeNodes[environment], by: 'exploitante' }
  const signal = new AbortController().signal
  const ending = await runProcedure({ ...seen, signal }, step => takeCodeBack(step, rollback, target, tools))
  const told = seen.written.flatMap(entry => ('detail' in entry && entry.detail ? [entry.detail] : []))
  return { ending, told, way: seen.way, steps: seen.steps().filter(step => step.endsWith('done')) }
}

test('what came after the stable commit is undone by one commit on top, which is pushed [4.1/C 4.1/F 4.1/G 4.1/H]', async () => {
  const stable = await commit('Works')
  await commit('Breaks')
  const tip = await commit('Breaks more', { 'more.ts': 'more\n' })
  await served(stable, tip)
  const agreed = await plan()
  expect(agreed?.undone.map(line => line.slice(8))).toEqual(['Breaks more', 'Breaks'])
  await writeFile(join(repository, 'code.ts'), 'work under way\n')
  const { ending, steps, told } = await takeBack(agreed)
  expect(ending).toMatchObject({ outcome: 'done', value: await at('dev') })
  const made = (await at('dev')).slice(0, 7)
  expect(told).toEqual([`${stable.slice(0, 7)} Works`, `${made} sur ${tip.slice(0, 7)}`, `${tip.slice(0, 7)}..${made}`])
  expect(steps).toEqual(['4.1/C done', '4.1/G done', '4.1/H done'])
  expect(await at('dev^')).toBe(tip)
  expect(await at('dev^{tree}')).toBe(await at(`${stable}^{tree}`))
  expect(await lastMessage()).toEqual([
    'Demo <demo@demo.invalid>',
    `Revert 2 commits of dev, back to ${stable.slice(0, 7)}`,
    `This reverts the commits ${stable.slice(0, 7)}..${tip.slice(0, 7)}:`,
    `  ${tip.slice(0, 7)} Breaks more`,
    expect.stringMatching(/^ {2}[\da-f]{7} Breaks$/),
    `The content is that of ${stable}:`,
    `  ${stable.slice(0, 7)} Works`,
  ])
  expect(await readFile(join(repository, 'code.ts'), 'utf8')).toBe('work under way\n')
  expect(await git('rev-parse', 'HEAD')).toBe(tip)
})

test.each([
  ['dev', '4.1', 'C F G H'],
  ['preprod', '4.2', 'C D'],
] as const)('the code of %s takes its way through diagram %s', async (environment, diagram, ids) => {
  const stable = await commit('Works')
  await commit('Breaks')
  expect((await takeBack(await plan(stable), stable, environment)).way(diagram)).toBe(ids)
})

test('where git knows no author, the commit bears the name of the operator, at the address of the site', async () => {
  const stable = await commit('Works')
  await commit('Breaks')
  for (const name of ['user.name', 'user.email']) await git('config', name, '')
  expect((await takeBack(await plan(stable), stable)).ending.outcome).toBe('done')
  expect((await lastMessage()).slice(0, 2)).toEqual([
    'exploitante <exploitante@tiptop.test>',
    `Revert 1 commit of dev, back to ${stable.slice(0, 7)}`,
  ])
})

test('the only remote is the one that is meant, whatever its name; of several it is origin', async () => {
  const stable = await commit('Works')
  await commit('Breaks')
  await git('remote', 'add', 'another', join(root, 'nowhere'))
  expect((await plan(stable))?.remote).toBe('origin')
  await git('remote', 'remove', 'another')
  await git('remote', 'rename', 'origin', 'upstream')
  expect((await plan(stable))?.remote).toBe('upstream')
  await git('remote', 'add', 'another', join(root, 'nowhere'))
  await expect(plan(stable)).rejects.toThrow('(another, upstream)')
})

test('a remote without the branch, or that is gone, is named with the words of git', async () => {
  const stable = await commit('Works')
  await git('push', '--quiet', 'origin', 'dev:main')
  await run(['git', 'branch', '--delete', '--force', 'dev'], { cwd: remote })
  await expect(plan(stable)).rejects.toThrow(/^La branche dev de origin n’a pas pu être lue\.\n.*refs\/heads\/dev/s)
})

test('merges are undone like the rest, from a clone that stands on no branch [4.1/G]', async () => {
  const stable = await commit('Works')
  await git('checkout', '--quiet', '-b', 'feature')
  await writeFile(join(repository, 'feature.ts'), 'feature\n')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'A feature')
  await git('checkout', '--quiet', 'dev')
  await commit('Goes on')
  await git('merge', '--quiet', '--no-ff', '--no-edit', 'feature')
  await git('push', '--quiet', 'origin', 'dev')
  await git('checkout', '--quiet', '--detach', stable)
  const agreed = await plan(stable.slice(0, 10))
  expect(agreed?.undone).toHaveLength(3)
  expect((await takeBack(agreed, stable)).ending.outcome).toBe('done')
  expect(await at('dev^{tree}')).toBe(await at(`${stable}^{tree}`))
  expect(await plan(stable)).toBeNull()
})

test('the stable commit is what serves when the branch has gone on, else what served before it [4.1/F]', async () => {
  const [first, second] = [await commit('One'), await commit('Two')]
  await served(first, second)
  expect((await plan())?.stable).toBe(first)
  await commit('Three')
  expect((await plan())?.stable).toBe(second)
  await served(first)
  expect((await plan())?.stable).toBe(first)
  reached('4.1/F')
})

test('a release is passed over that never served, is made of two commits, or comes from another branch [4.1/F]', async () => {
  const [first, second, third] = [await commit('One'), await commit('Two'), await commit('Three')]
  await git('checkout', '--quiet', '-b', 'elsewhere', first)
  await git('commit', '--quiet', '--allow-empty', '--message', 'Elsewhere')
  const elsewhere = await git('rev-parse', 'HEAD')
  await git('checkout', '--quiet', 'dev')
  const { home } = target
  await served(first, second, elsewhere, third)
  expect((await plan())?.stable).toBe(second)
  await rm(provenFile(home, 'release-b'))
  expect((await plan())?.stable).toBe(first)
  await served(first, second, third)
  const file = join(home.releases, 'release-b', 'release.json')
  const release = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...release, commits: { backend: second, frontend: third } }))
  expect((await plan())?.stable).toBe(first)
  reached('4.1/F')
})

test('without a release before, and for a commit that is unknown or of elsewhere, nothing is guessed', async () => {
  const first = await commit('One')
  await served(first)
  await expect(plan()).rejects.toMatchObject({ hint: '--to nomme le commit.' })
  await expect(plan('abcdef0')).rejects.toMatchObject({
    code: 'not-there',
    message: 'Le dépôt n’a pas de commit « abcdef0 ».',
    hint: null,
  })
  await rm(target.home.colour('blue'))
  await rm(target.home.releases, { recursive: true })
  await expect(plan()).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringContaining('qui ait servi en dev'),
  })
  await git('checkout', '--quiet', '--orphan', 'elsewhere')
  await git('commit', '--quiet', '--message', 'Elsewhere')
  await expect(plan('elsewhere')).rejects.toThrow(/n’est pas dans l’histoire de origin\/dev\.$/)
  await git('remote', 'remove', 'origin')
  await expect(plan(first)).rejects.toThrow('pas de dépôt distant « origin » (aucun)')
})

test('a branch that moved meanwhile is not touched, before the commit is made or after [4.1/H]', async () => {
  const stable = await commit('Works')
  await commit('Breaks')
  const agreed = await plan(stable)
  const moved = await commit('A colleague was quicker')
  const { ending } = await takeBack(agreed, stable)
  expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'changed-meanwhile', hint: 'Recommencez.' } })
  expect(await at('dev')).toBe(moved)
  await mkdir(join(remote, 'hooks'))
  await writeFile(join(remote, 'hooks', 'pre-receive'), '#!/bin/sh\necho "fast-forward only" >&2\nexit 1\n', {
    mode: 0o755,
  })
  const late = await takeBack(await plan(stable), stable)
  expect(late.ending).toMatchObject({
    outcome: 'failed',
    error: {
      code: 'command-failed',
      message: expect.stringContaining('rien n’est perdu'),
      hint: expect.stringContaining('recommencez'),
    },
  })
  expect(await at('dev')).toBe(moved)
})

test('a shallow clone that knows too little says how to know more', async () => {
  const stable = await commit('Works')
  await commit('Breaks')
  await commit('Breaks more')
  const shallow = join(root, 'shallow')
  await run(['git', 'clone', '--quiet', '--depth=1', '--branch=dev', `file://${remote}`, shallow])
  await expect(plan(stable, shallow)).rejects.toMatchObject({ hint: expect.stringContaining('git fetch --unshallow') })
  await expect(plan(stable)).resolves.toMatchObject({ stable })
})

test('a migration that the database has had stays, or nothing could be started on it again [4.1/G]', async () => {
  const migration = 'backend/migrations/0002-second.sql'
  const stable = await commit('Works', { 'backend/migrations/0001-first.sql': 'select 1;\n' })
  await commit('Breaks', { [migration]: 'select 2;\n', 'backend/migrations/0003-third.sql': 'select 3;\n' })
  applied = null
  expect((await plan(stable))?.migrations).toHaveLength(2)
  applied = ['0001-first', '0002-second']
  const agreed = await plan(stable)
  expect(agreed?.migrations).toEqual([migration])
  await takeBack(agreed, stable)
  expect((await lastMessage()).slice(-2)).toEqual(['Kept, since the database has had them:', `  ${migration}`])
  expect(await git('status', '--porcelain')).toBe('')
  const changed = await run(['git', 'diff', '--name-only', stable, 'dev'], { cwd: remote })
  expect(changed).toBe(migration)
  expect(await plan(stable)).toBeNull()
})

test('the index in which the tree is made is in the folder for temporary files, and is removed', async () => {
  const folder = join(root, 'temporary')
  await mkdir(folder)
  const stable = await commit('Works')
  await commit('Breaks', { 'backend/migrations/0001-first.sql': 'select 1;\n' })
  vi.stubEnv('TMPDIR', folder)
  expect((await plan(stable))?.migrations).toHaveLength(1)
  vi.unstubAllEnvs()
  expect(await readdir(folder)).toEqual([])
})

test('code does not go back past a migration that it cannot live with and that the database has had', async () => {
  const stable = await commit('Works')
  await commit('Breaks', { 'backend/migrations/0002-second.sql': '--! breaking\nselect 2;\n' })
  expect((await plan(stable))?.migrations).toEqual([])
  for (const answer of [['0002-second'], null]) {
    applied = answer
    await expect(plan(stable)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('ne peut pas vivre avec cette migration'),
      hint: expect.stringContaining('tiptop restore dev'),
    })
  }
})
