import { recordEvent } from '../audit/record-event.ts'
import type { DatabaseTools } from '../database/database.ts'
import { revokeAllSessions } from '../sessions/queries.ts'
import { endAccess, lockVerifications } from './queries.ts'

/**
 * Closes the verification of this player, or all of them: their accounts can no longer sign in, and their sessions end.
 * Tokens already given out are accepted for the rest of their minute, as for every account. What is closed stays
 * closed.
 * @returns how many accounts were still open
 */
export async function closeVerification(
  { db, now }: DatabaseTools,
  { player }: { player?: string | undefined } = {},
): Promise<number> {
  return db.transaction().execute(async db => {
    await lockVerifications(db)
    const at = now()
    const accounts = await endAccess(db, player, at)
    for (const id of accounts) await revokeAllSessions(db, id, at)
    if (accounts.length) await recordEvent(db, { kind: 'verification-closed', at, details: { accounts } })
    return accounts.length
  })
}
