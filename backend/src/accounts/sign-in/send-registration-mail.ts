import type { Tools } from '../../tools.ts'
import { registrationMailKey } from '../account-limits.ts'
import { sendResetLink } from '../mailed-links/send-reset-link.ts'
import { sendVerification } from '../mailed-links/send-verification.ts'
import { takenAddressMail } from '../mails.ts'

type RegistrationLetter = { userId: number | null; email: string; address: string }

/**
 * Sends the mail of a registration: the proof of the address to a new account, or a way in to the owner of one that was
 * taken (`userId` null). A client address has only so many sent to strangers; a new account may ask for its mail again.
 */
export async function sendRegistrationMail(
  tools: Tools,
  { userId, email, address }: RegistrationLetter,
): Promise<void> {
  if (!(await tools.attempts.count([registrationMailKey(address)]))) return
  if (userId === null) return sendResetLink(tools, email, takenAddressMail)
  return sendVerification(tools, userId)
}
