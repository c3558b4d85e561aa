import type { Health } from '@tiptop/contract/health.ts'
import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { pendingMigrations } from '../database/migrations.ts'
import type { Tools } from '../tools.ts'

/** Checks every part that the service needs. Never throws: the answer says what fails. */
export async function checkHealth({ db, config }: Pick<Tools, 'db' | 'config'>): Promise<Health> {
  const database = await sql`select 1`.execute(db).then(
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
