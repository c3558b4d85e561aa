import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { asApplication } from '../../scripts/postgres/application-role.ts'

/** A database of its own for a test file: a copy of the migrated template. @returns its URL, as its owner */
export async function freshDatabase(): Promise<string> {
  const template = new URL(inject('postgresUrl'))
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(client => client.query(`create database ${name} template ${template.pathname.slice(1)}`))
  const url = new URL(template)
  url.pathname = `/${name}`
  return url.href
}

/** The same database, as the role that the backend has in it. */
export function applicationUrl(databaseUrl: string): string {
  return asApplication(databaseUrl, inject('applicationPassword'))
}

/** Does what needs no database of its own, as the owner of all. */
export async function onServer(act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const url = new URL(inject('postgresUrl'))
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}
