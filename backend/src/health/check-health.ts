import type { Health } from '@tiptop/contract/health.ts'
import type pg from 'pg'
import { type Db, ReadOnlyServer } from '../database/database.ts'
import { pendingMigrations } from '../database/migrations.ts'
import type { Tools } from '../tools.ts'

/** A database in health answers at once, and those who check have limits of their own. */
const LIMIT_MS = 2_000

/** Checks every part that the service needs. Never throws: the answer says what fails. */
export async function checkHealth({ db, pool, config }: Pick<Tools, 'db' | 'pool' | 'config'>): Promise<Health> {
  const database = await databaseState(pool)
  const migrations = database === 'unreachable' ? 'unknown' : await migrationState(db)
  const status = database === 'ok' && migrations === 'current' ? 'ok' : 'failing'
  return { status, ...config.release, database, migrations }
}

/**
 * A database that takes no writes is not in service: what is read from it may be old, and no ticket can be played. A
 * connection to it leaves the pool, so that the next one may lead to the server that became the primary.
 */
async function databaseState(pool: pg.Pool): Promise<Health['database']> {
  const text = `select current_setting('transaction_read_only')::boolean as "readOnly"`
  try {
    const client = await pool.connect()
    const asked = client.query<{ readOnly: boolean }>({ text, query_timeout: LIMIT_MS } as pg.QueryConfig)
    const readOnly = await asked.then(
      ({ rows: [row] }) => row?.readOnly ?? true,
      error => {
        client.release(error)
        throw error
      },
    )
    client.release(readOnly ? new ReadOnlyServer() : undefined)
    return readOnly ? 'read-only' : 'ok'
  } catch {
    return 'unreachable'
  }
}

function migrationState(db: Db): Promise<Health['migrations']> {
  return pendingMigrations(db).then(
    pending => (pending.length ? 'pending' : 'current'),
    () => 'unknown',
  )
}
