import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openShell } from '../tools/shell.ts'
import { expectKnownOwner } from './units.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-owner-'))
})
afterEach(() => rm(folder, { recursive: true }))

const asRoot = test.runIf(process.getuid?.() === 0)

asRoot('an account of this server is one under which systemd starts the night', async () => {
  await expect(expectKnownOwner(folder, openShell())).resolves.toBeUndefined()
})

asRoot.each([
  [60_123, 0, 'au compte 60123'],
  [0, 60_124, 'au groupe 60124'],
])('an owner %i:%i without a name is refused with the commands that make it', async (uid, gid, whose) => {
  await chown(folder, uid, gid)
  await expect(expectKnownOwner(folder, openShell())).rejects.toMatchObject({
    message: `${folder} appartient ${whose}, qui n’a pas de nom sur ce serveur.`,
    hint: expect.stringContaining(`useradd --uid ${uid} --gid ${gid} --groups docker tiptop`),
  })
})
