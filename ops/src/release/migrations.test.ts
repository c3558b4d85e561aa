import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compareMigrations, readMigrations } from './migrations.ts'

let checkout: string
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'tiptop-checkout-'))
})
afterEach(() => rm(checkout, { recursive: true }))

async function commit(files: Record<string, string>): Promise<string> {
  await mkdir(join(checkout, 'backend', 'migrations'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(checkout, 'backend', 'migrations', name), text)
  return checkout
}

test('a commit would apply the migrations that the database does not have, the breaking ones by their first line', async () => {
  const files = await readMigrations(
    await commit({
      '0001-foundations.sql': 'create table users ();',
      '0003-drop.sql': '--! breaking\nalter table users drop column name;',
      '0002-late-mark.sql': 'create table more ();\n--! breaking\n',
      'README.md': 'not one of them',
    }),
  )
  expect(compareMigrations(files, ['0001-foundations'])).toEqual({
    pending: ['0002-late-mark', '0003-drop'],
    breaking: ['0003-drop'],
    applied: ['0001-foundations'],
    unknown: [],
  })
})

test('a breaking migration that the database has had breaks nothing any more', async () => {
  const files = await readMigrations(await commit({ '0001-drop.sql': '--! breaking\r\ndrop table users;' }))
  expect(compareMigrations(files, ['0001-drop'])).toMatchObject({ pending: [], breaking: [] })
  expect(compareMigrations(files, [])).toMatchObject({ pending: ['0001-drop'], breaking: ['0001-drop'] })
})

test('a commit that is older than the database is recognised by the migrations that it does not have', async () => {
  const files = await readMigrations(await commit({ '0001-foundations.sql': '' }))
  expect(compareMigrations(files, ['0001-foundations', '0002-handover'])).toMatchObject({
    pending: [],
    unknown: ['0002-handover'],
  })
})

test('a folder without migrations is no checkout of ours', async () => {
  await expect(readMigrations(checkout)).rejects.toThrow(/backend\/migrations n'a aucune migration\.$/)
})
