import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { findVerifiedAccount, markEmailVerified, useToken } from './queries.ts'

/**
 * Accepts the token of a verification mail as proof of the address, once a person has pressed the button of its page. A
 * second press succeeds as well. Refuses `link-expired`.
 * @returns the account's id
 */
export async function verifyEmail({ db, now }: DatabaseTools, token: string): Promise<number> {
  const at = now()
  return db.transaction().execute(async db => {
    const userId = await useToken(db, { purpose: 'verify-email', token }, at)
    if (userId !== null && (await markEmailVerified(db, userId, at))) {
      await recordEvent(db, { kind: 'email-verified', at, actorId: userId })
      return userId
    }
    const verified = await findVerifiedAccount(db, token)
    if (verified === null) throw new Refusal('link-expired')
    return verified
  })
}
