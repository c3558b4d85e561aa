import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../test/machine/run.ts'
import { gitIn } from '../tools/git.ts'
import { openShell } from '../tools/shell.ts'
import { admitCommit } from './admit-commit.ts'

let folder: string
let clone: string
const git = (...args: string[]) =>
  run(['git', '-c', 'user.name=Demo', '-c', 'user.email=demo@demo.invalid', '-C', join(folder, 'origin'), ...args])
const commit = async (message: string) => {
  await git('commit', '--quiet', '--allow-empty', '--message', message)
  return git('rev-parse', 'HEAD')
}
const admit = (branch: string, commit: string) => admitCommit(gitIn(clone, openShell()), { branch, commit })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-gate-'))
  clone = join(folder, 'clone.git')
  await run(['git', 'init', '--quiet', '--initial-branch=main', join(folder, 'origin')])
  await commit('One')
  await run(['git', 'clone', '--quiet', '--mirror', join(folder, 'origin'), clone])
})
afterAll(() => rm(folder, { recursive: true }))

test('a commit is admitted on its branch, the newest and those before it, as soon as it was pushed', async () => {
  const [first, second] = [await commit('Two'), await commit('Three')]
  await admit('main', second)
  await admit('main', first)
})

test('a commit of another branch, of none and of a branch that is gone is refused', async () => {
  const merged = await git('rev-parse', 'main')
  await git('checkout', '--quiet', '-b', 'hostile')
  const hostile = await commit('Hostile')
  await expect(admit('main', hostile)).rejects.toMatchObject({ code: 'refused' })
  await admit('hostile', hostile)
  await git('checkout', '--quiet', 'main')
  await git('branch', '--quiet', '-D', 'hostile')
  await expect(admit('hostile', hostile)).rejects.toMatchObject({ code: 'refused' })
  await expect(admit('main', 'e'.repeat(40))).rejects.toMatchObject({ code: 'refused' })
  await admit('main', merged)
})

test('a tag with the name of a branch does not stand in for it', async () => {
  await git('checkout', '--quiet', '-b', 'side')
  const side = await commit('Side')
  await git('checkout', '--quiet', 'main')
  await git('tag', 'preprod', side)
  await expect(admit('preprod', side)).rejects.toMatchObject({ code: 'refused' })
})
