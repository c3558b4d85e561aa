import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Home, homeOf } from '../home.ts'
import { accountFault } from './account.ts'

const own = process.getuid?.() ?? 0
let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-account-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'prod')
})
afterEach(() => rm(root, { recursive: true }))

test('an environment that is not there yet, or belongs to this account, is ready', async () => {
  expect(await accountFault(home, own + 1)).toBeNull()
  await mkdir(home.runs, { recursive: true })
  expect(await accountFault(home, own)).toBeNull()
})

test('another account is refused with the way out, root as well', async () => {
  await mkdir(home.runs, { recursive: true })
  const fault = await accountFault(home, own + 1)
  expect(fault).toContain(`${home.folder} appartient au compte ${own}, et tiptop est lancé par le compte ${own + 1}`)
  expect(fault).toContain(`sudo --user='#${own}' tiptop`)
})

test.runIf(own === 0)('what another account left inside is named', async () => {
  await mkdir(home.runs, { recursive: true })
  await chown(home.runs, 1000, 1000)
  expect(await accountFault(home, 0)).toBe(
    `${home.runs} appartient au compte 1000, et ${home.folder} au compte 0 : chown -R 0 ${home.runs}.`,
  )
})
