import { recordEvent } from '../audit/record-event.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { userOfToken } from './unsubscribe-link.ts'

/**
 * Withdraws the consent of the user whose link this is; succeeds if it was withdrawn already. Refuses `link-expired`
 * for a forged token.
 */
export async function leaveNewsletter(
  { db, now, config }: Pick<Tools, 'db' | 'now' | 'config'>,
  token: string,
): Promise<void> {
  const userId = userOfToken(config, token)
  if (userId === null) throw new Refusal('link-expired')
  await db.transaction().execute(async db => {
    const { numUpdatedRows } = await db
      .updateTable('users')
      .set({ newsletter_consent_at: null })
      .where('id', '=', userId)
      .where('newsletter_consent_at', 'is not', null)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await recordEvent(db, { kind: 'newsletter-left', at: now(), actorId: userId })
  })
}
