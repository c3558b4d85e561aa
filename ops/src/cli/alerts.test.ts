import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsText } from '../../test/door.ts'
import { runTiptop } from '../../test/machine/tiptop-process.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-alerts-'))
  await mkdir(join(root, 'prod', 'secrets'), { recursive: true })
  await writeFile(join(root, 'prod', '.env.production'), settingsText({}))
})
afterAll(() => rm(root, { recursive: true }))

test('a relay that would reach no one does not start', async () => {
  const { code, err } = await runTiptop(['alerts', 'relay', 'prod'], { TIPTOP_ROOT: root })
  expect(code).toBe(1)
  expect(err).toContain('prod ne prévient personne : aucune alerte n’arriverait.')
  expect(err).toContain('→ Remplissez NOTIFY_EMAILS ou secrets/notify-webhook.')
})

test.each(['9099', 'relay', '127.0.0.1:99999'])('--listen %s is no address', async listen => {
  const { code, err } = await runTiptop(['alerts', 'relay', 'prod', '--listen', listen], { TIPTOP_ROOT: root })
  expect(code).toBe(2)
  expect(err).toContain(`--listen ${listen} : une adresse comme 127.0.0.1:9099.`)
})
