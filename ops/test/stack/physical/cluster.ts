import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../../../src/environment/home.ts'
import { run } from '../../machine/run.ts'
import { openS3Server } from '../../stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../../stores/scratch-target.ts'
import { openServer, type Server } from '../server.ts'
import { until } from '../waiting.ts'

/** A server whose database archives to a volume and to S3, with a table of a thousand visits. Needs closing. */
export async function openCluster() {
  const [keys, s3] = [await drawKeys(), await openS3Server()]
  const server = await openServer('prod', settingsFor(keys.recipients, { s3 }))
  await giveAccess(server.home, { s3 })
  await server.install()
  await server.sql('create table visits as select n from generate_series(1, 1000) n')
  const close = async () => {
    await server.close()
    await s3.close()
  }
  return { server, s3, keys, close }
}

/** The clock of the database, after everything that was written until now. */
export async function clock({ sql }: Server): Promise<Date> {
  const now = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  // The next transaction is of a later millisecond.
  return new Date(await sql(`select ${now} from pg_sleep(0.002)`))
}

/** Ends the segment that everything written until now is in. @returns its name */
export async function archivable({ sql }: Server): Promise<string> {
  // A segment with nothing in it is not ended.
  await sql('select pg_current_xact_id()')
  return sql('select pg_walfile_name(pg_switch_wal())')
}

/** Waits until everything that was written until now is in every repository. @returns the last segment */
export async function archived(server: Server): Promise<string> {
  const { sql } = server
  const segment = await archivable(server)
  await until(async () => (await statusOf({ sql }, segment)) === 'done', 120)
  return segment
}

/** `ready` while a segment waits for the archive, `done` afterwards. */
export const statusOf = ({ sql }: Pick<Server, 'sql'>, segment: string) =>
  sql(`select split_part(name, '.', 2) from pg_ls_archive_statusdir() where name like '${segment}.%'`)

/** Runs a program beside the server, as root. */
export const inside = ({ home }: Server, ...program: string[]) =>
  run(['docker', 'exec', `${home.stack}-infra-postgres-1`, ...program])

/** The file of a segment in the archive of this server. */
export async function fileOf(server: Server, segment: string): Promise<string> {
  return inside(server, 'find', '/var/lib/pgbackrest/archive', '-name', `${segment}-*`)
}

/** Lets the archive give up sooner on storage that does not answer. @returns what gives it its patience back */
export async function withoutPatience({ infra }: Pick<Home, 'infra'>): Promise<() => Promise<void>> {
  const file = join(infra, 'pgbackrest.conf')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^io-timeout=.*$/m, 'io-timeout=2'))
  return () => writeFile(file, text)
}
