import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeOf } from '../../environment/home.ts'
import type { Shell } from '../../tools/shell.ts'
import { readDatabase, wordDatabase } from './database.ts'

const root = join(tmpdir(), 'nowhere')
const home = homeOf({ root, backups: root, project: 'tt' }, 'prod')

type Rows = { server?: string; migrations?: string; schema?: string; offered?: string; missing?: string }

/** Reads a server that answers psql with these rows; by default its database is whole. */
function read({
  server = '9000000\t3\t100\t0',
  migrations = 't',
  schema = '0008-operations',
  offered = 't',
  missing = '',
}: Rows = {}) {
  const answers: [RegExp, string][] = [
    [/pg_database_size/, server],
    [/to_regclass\('public\.kysely_migration'\)/, migrations],
    [/from public\.kysely_migration/, schema],
    [/to_regclass\('operations_v1\.missing_tables'\)/, offered],
    [/from operations_v1\.missing_tables/, missing],
  ]
  const shell: Pick<Shell, 'read'> = {
    read: async (_command, { input = '' } = {}) =>
      answers.find(([question]) => question.test(String(input)))?.[1] ?? '',
  }
  return readDatabase({ home, shell, signal: new AbortController().signal })
}

test('a database that answers has its size, its connections, its schema and all of its tables', async () => {
  const database = await read()
  expect(database).toEqual({
    state: 'answers',
    bytes: 9_000_000,
    connections: { used: 3, most: 100 },
    damaged: 0,
    schema: '0008-operations',
    whole: true,
  })
  expect(wordDatabase(database)).toMatchObject({ state: 'well' })
})

test('a database without a table that a contest needs is missing', async () => {
  const database = await read({ missing: 'tickets\nusers\n' })
  expect(database).toEqual({ state: 'missing', why: 'des tables manquent : tickets, users' })
  expect(wordDatabase(database)).toEqual({ state: 'wrong', said: ['des tables manquent : tickets, users'] })
})

test('the tables of a database that is older than the view which knows them are unknown, not fine', async () => {
  const database = await read({ schema: '0007-regular-work', offered: 'f' })
  expect(database).toMatchObject({ state: 'answers', schema: '0007-regular-work', whole: null })
  expect(wordDatabase(database)).toEqual({
    state: 'unknown',
    said: [
      expect.stringMatching(/^répond : /),
      'schéma 0007-regular-work',
      'ses tables ne peuvent pas être contrôlées : elle est plus ancienne que operations_v1',
    ],
  })
})

test('before the first deployment no table can be missing', async () => {
  const database = await read({ migrations: 'f', offered: 'f' })
  expect(database).toMatchObject({ state: 'answers', schema: null, whole: true })
  expect(wordDatabase(database)).toMatchObject({ state: 'well' })
})

test('a server that no longer has the database of the contest reports it missing', async () => {
  expect(await read({ server: '' })).toEqual({
    state: 'missing',
    why: 'le serveur répond, mais la base « tiptop » n’y est plus',
  })
})

test('damaged pages and exhausted connections are wrong, even if the tables are unknown', async () => {
  expect(wordDatabase(await read({ server: '9000000\t90\t100\t2', offered: 'f' }))).toMatchObject({ state: 'wrong' })
})
