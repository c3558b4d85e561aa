import { sql } from 'kysely'
import type { DatabaseTools } from '../../database/database.ts'

/**
 * For how many seconds the oldest event has been waiting for its seal, by the time that it says; 0 if none is waiting,
 * and NaN if the database does not answer, because nothing is known then.
 */
export async function unsealedAge({ db, now }: DatabaseTools): Promise<number> {
  const { rows } = await sql<{ at: Date }>`
    select at from audit_events
    where id > coalesce((select last_id from audit_seals order by first_id desc limit 1), 0)
    order by id limit 1`
    .execute(db)
    .catch(() => ({ rows: [{ at: new Date(Number.NaN) }] }))
  const [oldest] = rows
  return oldest ? Math.max(0, now().getTime() - oldest.at.getTime()) / 1000 : 0
}
