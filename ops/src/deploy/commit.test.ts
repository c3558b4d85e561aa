import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../test/machine/run.ts'
import { openShell, type Shell } from '../tools/shell.ts'
import { currentBranch, extractCommit, leaveWorkshop, resolveCommit } from './commit.ts'

const shell = openShell()
let folder: string
let repository: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-commit-'))
  repository = join(folder, 'repository')
  await run(['git', 'init', '--quiet', '--initial-branch=main', repository])
  await writeFile(join(repository, 'package.json'), '{"version":"1.4.0"}')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'Demo')
})
afterAll(() => rm(folder, { recursive: true }))

const git = (...args: string[]) =>
  run(['git', '-c', 'user.name=Demo', '-c', 'user.email=demo@demo.invalid', ...args], { cwd: repository })

const extract = (commit: string, at: { shell: Shell } = { shell }) =>
  extractCommit({ repository, commit }, { folder, workshop: workshop() }, at, new AbortController().signal)

const workshop = () => join(folder, 'workshop')

test('a branch, a tag and the beginning of a hash are the commit that they name', async () => {
  const hash = await git('rev-parse', 'HEAD')
  await git('tag', '--annotate', '--message', 'Demo', 'v1.4.0')
  for (const revision of ['main', 'v1.4.0', hash.slice(0, 9)])
    expect(await resolveCommit(repository, revision, shell)).toBe(hash)
})

test.each(['nothing', '--all', 'main:package.json'])(
  '%s names no commit, and the operator learns where to get it',
  async revision => {
    const refused = await resolveCommit(repository, revision, shell).catch(error => error)
    expect(refused).toMatchObject({ code: 'not-there', hint: expect.stringContaining('git fetch') })
    expect(refused.message).toContain(revision)
  },
)

test('a repository stands on a branch, or on a commit alone', async () => {
  expect(await currentBranch(repository, shell)).toBe('main')
  await git('checkout', '--quiet', '--detach')
  expect(await currentBranch(repository, shell)).toBeNull()
  await git('checkout', '--quiet', 'main')
})

test('what is extracted is the commit alone: neither former files nor uncommitted ones', async () => {
  const hash = await git('rev-parse', 'HEAD')
  await mkdir(workshop(), { recursive: true })
  await writeFile(join(workshop(), 'left'), 'by an interrupted run')
  await writeFile(join(repository, 'draft'), 'not committed')
  expect(await extract(hash)).toEqual({ folder: workshop(), commit: hash, version: '1.4.0' })
  expect((await readdir(workshop())).sort()).toEqual(['.git', 'package.json'])
  await leaveWorkshop({ workshop: workshop() }, { shell })
  await expect(access(workshop())).rejects.toThrow('ENOENT')
  await rm(join(repository, 'draft'))
})

test.each([
  ['1.4.0-rc.1', true],
  ['12.34.56', true],
  ['1.4', false],
  ['v1.4.0', false],
  ['1.4.0-', false],
  ['1.4.0-a/b', false],
  ['1.4.0 ', false],
  [undefined, false],
])('a version of %j is accepted: %s', async (version, accepted) => {
  await mkdir(workshop(), { recursive: true })
  await writeFile(join(workshop(), 'package.json'), JSON.stringify({ name: 'demo', version }))
  const quiet = async () => ''
  const extracted = extract('0'.repeat(40), { shell: { read: quiet, run: quiet } })
  if (accepted) expect(await extracted).toMatchObject({ version })
  else await expect(extracted).rejects.toThrow(`« ${version} »`)
})
