import { recordEvent } from '../audit/record-event.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { userOfToken } from './unsubscribe-link.ts'

/**
 * Takes back the consent of the user whose link this is. Whoever has left already is content. Refuses `link-expired`
 * for a token that is none of ours.
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
