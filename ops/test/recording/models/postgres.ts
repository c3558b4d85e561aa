import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { DatabaseModel, ProgramModel, ServerModel, StatementModel } from '../server-model.ts'
import { restoreStatements } from './infra/restore-statements.ts'

/** PostgreSQL's programs in the container of the database. A dump is the database as JSON. */
export const postgres: ProgramModel = async (command, { input = '', output }, server) => {
  const [program, verb, ...args] = command
  if (program !== 'docker' || verb !== 'exec') return null
  const name = args.find(arg => arg.startsWith('--dbname='))?.slice('--dbname='.length) ?? ''
  if (args.includes('psql'))
    return (await said(input))
      .split(/;\s*(?=\S)/)
      .map(one => statement(one, name, server))
      .join('\n')
  if (args.includes('pg_isready')) return ''
  if (args.includes('pg_dump')) {
    const aside = server.asides.get(args.find(arg => !arg.startsWith('--')) ?? '')
    output?.end(JSON.stringify(aside ?? databaseIn(server, 'tiptop')))
    return ''
  }
  if (!args.includes('pg_restore')) return null
  const dump = JSON.parse(await said(input)) as DatabaseModel
  if (name) server.databases.set(name, dump)
  return ''
}

const said = async (input: string | Readable) => (typeof input === 'string' ? input : text(input))

function databaseIn({ databases }: ServerModel, name: string): DatabaseModel {
  const database = databases.get(name)
  if (!database) throw new Error(`database "${name}" does not exist`)
  return database
}

const nothing = () => ''

/** The statements that the recipes send. */
const STATEMENTS: StatementModel[] = [
  ...restoreStatements,
  [
    /to_regclass\('public\.kysely_migration'\)/,
    (server, name) => (databaseIn(server, name).migrations.length ? 'there' : ''),
  ],
  [/^select name from public\.kysely_migration/, (server, name) => databaseIn(server, name).migrations.join('\n')],
  [
    /^select 'index', relname/,
    (server, name) => {
      const { indexes = [], sortsOtherwise } = databaseIn(server, name)
      return [...indexes.map(index => `index\t${index}`), ...(sortsOtherwise ? ['collation\tfrench'] : [])].join('\n')
    },
  ],
  [/^select pg_database_size/, () => '1000'],
  [/^select pg_create_restore_point/, () => '0/16B3748'],
  [
    /^select \(select count\(\*\) from operations_v1\.plays/,
    (server, name) => `${databaseIn(server, name).plays}\t0\t0`,
  ],
  [/^select 1 from pg_database where datname = 'tiptop'/, ({ databases }) => (databases.has('tiptop') ? '1' : '')],
  [/^(select pg_terminate_backend|begin|commit|analyze)/, nothing],
  [/^drop database if exists (\w+)/, dropDatabase],
  [/^create database (\w+)/, createDatabase],
  [/^alter database (\w+) rename to (\w+)/, renameDatabase],
]

function dropDatabase({ databases }: ServerModel, _: string, [name = '']: string[]): string {
  databases.delete(name)
  return ''
}

function createDatabase({ databases }: ServerModel, _: string, [name = '']: string[]): string {
  databases.set(name, { migrations: [], plays: 0 })
  return ''
}

function renameDatabase(server: ServerModel, _: string, [from = '', to = '']: string[]): string {
  server.databases.set(to, databaseIn(server, from))
  server.databases.delete(from)
  return ''
}

function statement(sql: string, database: string, server: ServerModel): string {
  const text = sql.trim()
  if (!text) return ''
  for (const [pattern, answer] of STATEMENTS) {
    const found = pattern.exec(text)
    if (found) return answer(server, database, found.slice(1))
  }
  throw new Error(`no model knows: ${text}`)
}
