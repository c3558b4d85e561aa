import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { atTheEnd } from '../../test/at-the-end.ts'
import { freshDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'
import { buildIndexes } from './indexes.ts'
import { openPool } from './pool.ts'

const INDEX = 'users_last_name_first'
const url = await freshDatabase()
const db = openDatabase(openPool({ url, connections: 2 }))
const other = openDatabase(openPool({ url, connections: 1 }))
atTheEnd(() => Promise.all([db.destroy(), other.destroy()]))

/** Whether the database has the index, and whether it may use it. */
async function stateOf(name: string): Promise<'none' | 'invalid' | 'valid'> {
  const { rows } = await sql<{ indisvalid: boolean }>`
    select indisvalid from pg_index where indexrelid = to_regclass(${name})`.execute(db)
  return rows[0] ? (rows[0].indisvalid ? 'valid' : 'invalid') : 'none'
}

const addUser = (pool: pg.Client, email: string) =>
  pool.query("insert into users (email, first_name, last_name) values ($1, 'Zoé', 'Étienne')", [email])

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  atTheEnd(() => client.end())
  return client
}

test('each index is in a file of its name, and a migrated database has it', async () => {
  const files = await readdir(join(import.meta.dirname, '..', '..', 'indexes'))
  const states = files.map(async file => [file, await stateOf(file.replace(/\.sql$/, ''))])
  expect(Object.fromEntries(await Promise.all(states))).toEqual(Object.fromEntries(files.map(file => [file, 'valid'])))
})

test('an index is built while users register', async () => {
  await sql`drop index ${sql.ref(INDEX)}`.execute(db)
  const [writer, registering] = [await connect(), await connect()]
  await writer.query('begin')
  await addUser(writer, 'slow@example.test')
  const building = buildIndexes(db)
  await expect.poll(() => stateOf(INDEX)).toBe('invalid')
  await registering.query("set lock_timeout = '2s'")
  await addUser(registering, 'meanwhile@example.test')
  await writer.query('commit')
  await building
  expect(await stateOf(INDEX)).toBe('valid')
})

test('an index whose building was interrupted is built again', async () => {
  await sql`update pg_index set indisvalid = false where indexrelid = to_regclass(${INDEX})`.execute(db)
  await buildIndexes(db)
  expect(await stateOf(INDEX)).toBe('valid')
})

test('of two that build at once one waits for the other', async () => {
  await sql`drop index ${sql.ref(INDEX)}`.execute(db)
  await Promise.all([buildIndexes(db), buildIndexes(other)])
  expect(await stateOf(INDEX)).toBe('valid')
})

test('when the server has another version of ICU, the indexes are built again, once', async () => {
  await sql`update pg_collation set collversion = '1' where collname = 'french'`.execute(db)
  const before = await fileOf(INDEX)
  await buildIndexes(db)
  const after = await fileOf(INDEX)
  expect(after).not.toBe(before)
  await buildIndexes(db)
  expect(await fileOf(INDEX)).toBe(after)
})

/** The file in which the server keeps the index; another one once it was built again. */
async function fileOf(name: string): Promise<string | undefined> {
  const { rows } = await sql<{ file: string }>`select pg_relation_filepath(to_regclass(${name})) as file`.execute(db)
  return rows[0]?.file
}
