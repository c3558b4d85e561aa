import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import { forgottenAddressKey, forgottenDeviceKey } from '../account-limits.ts'
import type { PasswordOrigin } from '../known-devices.ts'
import { passwordResetMail } from '../mails.ts'
import { sendResetLink } from './send-reset-link.ts'

type ResetRequest = { email: string; origin: PasswordOrigin }
/** The work behind the answer, and the refusal to answer with, if any. */
type ResetAnswer = { letters: () => Promise<void>; refusal?: Refusal }

/**
 * Counts a request for a new password. A browser that has opened the account counts by itself. Past the limit of the
 * client's address, accounts that have played and the staff still get their mail, and every answer is the same
 * `too-many-attempts`, so that it gives none of them away.
 */
export async function requestPasswordReset(tools: Tools, { email, origin }: ResetRequest): Promise<ResetAnswer> {
  const userId = await findKnown(tools.db, email, origin.accounts)
  const mark = userId === null ? null : origin.markOf(userId)
  const send = (options: Parameters<typeof sendResetLink>[3]) => sendResetLink(tools, email, passwordResetMail, options)
  if (mark) return { letters: () => send({ counted: forgottenDeviceKey(mark) }) }
  try {
    await tools.attempts.countFailure([forgottenAddressKey(origin.address)])
    return { letters: () => send({}) }
  } catch (refusal) {
    if (refusal instanceof Refusal) return { refusal, letters: () => send({ onlyToKnown: true }) }
    throw refusal
  }
}

/** Which of these accounts has this address. Browsers that know none ask nothing, so they learn nothing. */
async function findKnown(db: Db, email: string, known: number[]): Promise<number | null> {
  if (!known.length) return null
  const rows = await db.selectFrom('users').select(['id', 'email']).where('id', 'in', known).execute()
  return rows.find(row => row.email.toLowerCase() === email.trim().toLowerCase())?.id ?? null
}
