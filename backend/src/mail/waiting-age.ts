import type { DatabaseTools } from '../database/database.ts'

/**
 * For how many seconds the oldest mail of the outbox has been waiting; 0 if none is waiting, and NaN if the database does
 * not answer, because nothing is known then.
 */
export async function waitingAge({ db, now }: DatabaseTools): Promise<number> {
  const { oldest } = await db
    .selectFrom('outgoing_mails')
    .select(({ fn }) => fn.min('queued_at').as('oldest'))
    .executeTakeFirstOrThrow()
    .catch(() => ({ oldest: new Date(Number.NaN) }))
  return oldest ? Math.max(0, now().getTime() - oldest.getTime()) / 1000 : 0
}
