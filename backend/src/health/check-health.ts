import type { Health } from '@tiptop/contract/health.ts'
import type pg from 'pg'
import type { Db } from '../database/database.ts'
import { pendingMigrations } from '../database/migrations.ts'
import type { Tools } from '../tools.ts'

/** A database in health answers at once, and those who check have limits of their own. */
const LIMIT_MS = 2_000

/** Checks every part that the service needs. Never throws: the answer says what fails. */
export async function checkHealth({ db, pool, config }: Pick<Tools, 'db' | 'pool' | 'config'>): Promise<Health> {
  const database = await pool.query({ text: 'select 1', query_timeout: LIMIT_MS } as pg.QueryConfig).then(
    () => 'ok' as const,
    () => 'unreachable' as const,
  )
  const migrations = database === 'ok' ? await migrationState(db) : 'unknown'
  const status = database === 'ok' && migrations === 'current' ? 'ok' : 'failing'
  return { status, ...config.release, database, migrations }
}

function migrationState(db: Db): Promise<Health['migrations']> {
  return pendingMigrations(db).then(
    pending => (pending.length ? 'pending' : 'current'),
    () => 'unknown',
  )
}
