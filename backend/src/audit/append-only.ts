import { sql } from 'kysely'
import type { Db } from '../database/database.ts'

/** Whether the role of this connection may change or delete events of the audit trail. */
export async function mayRewriteTrail(db: Db): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select bool_or(
      has_table_privilege(name, 'delete, truncate, trigger') or has_any_column_privilege(name, 'update')
    ) as may
    from unnest(array['audit_events', 'audit_seals']) as _ (name)`.execute(db)
  return rows[0]?.may ?? true
}
