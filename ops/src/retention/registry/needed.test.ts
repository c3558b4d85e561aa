import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { layPoint, releaseOf } from '../../../test/rollback-points.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { readImage } from '../../release/image-names.ts'
import { neededBy } from './needed.ts'

let root = ''
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-needed-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
})
afterEach(() => rm(root, { recursive: true }))

async function layRelease(letter: string, day: number): Promise<void> {
  const release = releaseOf(letter, null, new Date(Date.UTC(2026, 10, day, 12)).toISOString())
  await mkdir(join(home.releases, release.name), { recursive: true })
  await writeFile(join(home.releases, release.name, 'release.json'), JSON.stringify(release))
}
const digestOf = (letter: string) => readImage(releaseOf(letter, null, '').images.backend).digest

test('the five newest releases need their images, and those that a colour holds, however old [3.3/L]', async () => {
  for (const [index, letter] of ['f', 'a', 'b', 'c', 'd', 'e'].entries()) await layRelease(letter, index + 1)
  for (const letter of ['8', '9']) await layRelease(letter, 0)
  await mkdir(join(home.releases, 'notes'))
  await symlink(join('releases', 'release-f'), home.colour('green'))
  await symlink(join('releases', 'release-8'), home.colour('blue'))
  expect(await neededBy(home)).toEqual(new Set(['8', 'a', 'b', 'c', 'd', 'e', 'f'].map(digestOf)))
  reached('3.3/L')
})

test('a rollback point needs its images, and one that does not say which lets nothing go [3.3/G 3.3/L]', async () => {
  await layPoint(home, '20261101', { backend: releaseOf('a', null, '').images.backend })
  await mkdir(join(home.backups.preDeploy, 'notes'))
  expect(await neededBy(home)).toEqual(new Set([digestOf('a')]))
  await writeFile(join(home.backups.preDeploy, 'backup-20261101-040000', 'versions.json'), '{')
  await expect(neededBy(home)).rejects.toThrow('ne dit pas quelles images il nomme : rien n’est retiré du registre.')
  reached('3.3/G', '3.3/L')
})

test('an environment that was never deployed needs nothing', async () => {
  expect(await neededBy(home)).toEqual(new Set())
})
