import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { releaseOf } from '../../../test/rollback-points.ts'
import type { Registry } from '../../tools/registry.ts'
import { lookAtRelease } from './look-at-release.ts'

const release = releaseOf('a', null, '2026-11-01T12:00:00.000Z')
let folder: string
const file = (name: string) => join(folder, name)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-look-'))
  await writeFile(file('app.yaml'), 'services: {}\n')
  await writeFile(file('settings.env'), 'ENVIRONMENT=prod\n')
})
afterEach(() => rm(folder, { recursive: true }))

/** Looks at the release where neither piece is in this engine, and the registry answers so. */
function look(digestOf: Registry['digestOf']) {
  const read = async () => {
    throw new Error('No such image')
  }
  const files = { app: file('app.yaml'), settings: file('settings.env') }
  const tools = { shell: { read, run: read }, registry: { digestOf } as Registry }
  return lookAtRelease(release, files, { environment: 'prod' }, tools)
}

const here = async (_: string, digest: string) => digest

test('images that only the registry has are enough', async () => {
  await expect(look(here)).resolves.toBeUndefined()
})

test('a piece whose image is not here is a fault when the registry is away or does not have it either', async () => {
  const away = async () => {
    throw new Error('Le registre ne répond pas.')
  }
  const faults = (why: RegExp) => ({
    code: 'damaged',
    message: expect.stringMatching(why),
    hint: expect.stringContaining('--to'),
  })
  await expect(look(away)).rejects.toMatchObject(
    faults(/backend\S+ n’est pas sur ce serveur\. Le registre ne répond pas\.\n.*frontend/),
  )
  await expect(look(async () => null)).rejects.toMatchObject(
    faults(/backend\S+ n’est ni sur ce serveur ni au registre/),
  )
})

test('only the setting ENVIRONMENT says which environment the settings belong to', async () => {
  await writeFile(file('settings.env'), 'FORMER_ENVIRONMENT=dev\nENVIRONMENT=prod\nOTHER=1\n')
  await expect(look(here)).resolves.toBeUndefined()
  await writeFile(file('settings.env'), 'OTHER=1\n')
  await expect(look(here)).resolves.toBeUndefined()
})
