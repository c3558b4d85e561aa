import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { homeOf } from '../../environment/home.ts'
import { CommandFailed, type Shell } from '../../tools/shell.ts'
import { type DatabaseState, readDatabase, wordDatabase } from './database.ts'

const root = join(tmpdir(), 'nowhere')
const STOPPED = { state: 'stopped', why: 'son conteneur ne tourne pas' } as const
const REFUSING = { state: 'stopped', why: 'le serveur démarre, ou n’accepte plus de connexion' } as const
const SILENT = { state: 'stopped', why: 'le serveur ne répond pas' } as const
const GONE = { state: 'missing', why: 'le serveur répond, mais la base « tiptop » n’y est plus' } as const

const home = homeOf({ root, backups: root, project: 'tt' }, 'prod')

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}

/** psql as far as {@link readDatabase} uses it: one statement, its row with tabs between columns. */
const asking = (url: string): Pick<Shell, 'read'> => ({
  async read(_command, { input = '' } = {}) {
    const { rows } = await on(url, client => client.query<unknown[]>({ text: String(input), rowMode: 'array' }))
    expect(rows).toHaveLength(1)
    const texts = (rows[0] ?? []).map(column => (typeof column === 'boolean' ? (column ? 't' : 'f') : (column ?? '')))
    return texts.join('\t')
  },
})

const access = (shell: Pick<Shell, 'read'>) => ({ home, shell, signal: new AbortController().signal })

/** Reads a new database of a real server after these statements. */
async function readAfter(statements: string): Promise<DatabaseState> {
  const name = `probe_${randomBytes(4).toString('hex')}`
  const server = inject('postgresUrl')
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  await on(server, client => client.query(`create database ${name} template template0`))
  try {
    await on(url, client => client.query(statements))
    return await readDatabase(access(asking(url)))
  } finally {
    await on(server, client => client.query(`drop database ${name}`))
  }
}

const MIGRATED = `create table kysely_migration (name text);
  insert into kysely_migration values ('0009-names'), ('0008-operations');`
const viewOf = (...names: string[]) => `create schema operations_v1;
  create view operations_v1.missing_tables as select unnest('{${names}}'::text[]) as name;`

type Row = { used?: number; damaged?: number; schema?: string; offered?: 't' | 'f'; missing?: string }

/** Reads a server that answers with this row; by default its database is whole. */
function read({ used = 3, damaged = 0, schema = '0008-operations', offered = 't', missing = '' }: Row = {}) {
  const row = [9_000_000, used, 100, damaged, schema, offered, missing].join('\t')
  return readDatabase(access({ read: async () => row }))
}

/** Reads a server on which psql fails so. */
const readFailing = (exitCode: number, said: string) =>
  readDatabase(
    access({
      async read(command) {
        throw new CommandFailed(command, exitCode, said)
      },
    }),
  )

test('one statement reads the size, the connections, the last migration and that no table is missing', async () => {
  const database = await readAfter(`${MIGRATED}${viewOf()}`)
  expect(database).toMatchObject({ state: 'answers', damaged: 0, whole: true, schema: '0009-names' })
  if (database.state !== 'answers') throw new Error(database.state)
  expect(database.bytes).toBeGreaterThan(5_000_000)
  expect(database.connections.most).toBeGreaterThan(database.connections.used)
  expect(database.connections.used).toBeGreaterThan(0)
})

test('tables that a contest needs and no longer has are named', async () => {
  expect(await readAfter(`${MIGRATED}${viewOf('users', 'tickets')}`)).toEqual({
    state: 'missing',
    why: 'des tables manquent : tickets, users',
  })
})

test('the tables of a database that is older than the view which knows them are unknown, and of an empty one none is missing', async () => {
  expect(await readAfter(MIGRATED)).toMatchObject({ state: 'answers', whole: null, schema: '0009-names' })
  expect(await readAfter('')).toMatchObject({ state: 'answers', whole: true, schema: null })
})

test.each<[string, number, string, DatabaseState]>([
  ['a container that does not run', 1, 'Error response from daemon: container ab12 is not running', STOPPED],
  ['a container that is gone', 1, 'Error response from daemon: No such container: tt-prod', STOPPED],
  ['a server that starts', 2, 'FATAL:  the database system is starting up', REFUSING],
  ['a server without a free connection', 2, 'FATAL:  sorry, too many clients already', REFUSING],
  ['a server that is down', 2, 'Is the server running locally and accepting connections on that socket?', SILENT],
  ['a server that hangs', 2, 'connection to server on socket failed: timeout expired', SILENT],
  ['a server without the database', 2, 'FATAL:  database "tiptop" does not exist', GONE],
])('%s is distinguished by what psql says', async (_, exitCode, said, state) => {
  expect(await readFailing(exitCode, said)).toEqual(state)
})

test('a failure that shows nothing about the server leaves the database unknown', async () => {
  await expect(readFailing(1, 'Cannot connect to the Docker daemon')).rejects.toThrow('Docker daemon')
  await expect(readFailing(2, 'FATAL:  role "tiptop" does not exist')).rejects.toThrow('role')
  await expect(readFailing(3, 'canceling statement due to statement timeout')).rejects.toThrow('timeout')
})

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
  const database = await read({ missing: 'tickets, users' })
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

test('damaged pages and exhausted connections are wrong, even if the tables are unknown', async () => {
  expect(wordDatabase(await read({ used: 90, damaged: 2, offered: 'f' }))).toMatchObject({ state: 'wrong' })
})
