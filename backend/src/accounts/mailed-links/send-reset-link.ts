import type { LimitedKey } from '../../attempts/attempt-limit.ts'
import { pageUrl } from '../../mail/web-page.ts'
import { isReserved } from '../../reserved.ts'
import type { Tools } from '../../tools.ts'
import { forgottenPasswordKey } from '../account-limits.ts'
import { passwordResetMail } from '../mails.ts'
import { findUserByEmail } from '../queries.ts'
import { insertToken } from './queries.ts'

type LinkTools = Pick<Tools, 'db' | 'now' | 'config' | 'mailer' | 'attempts'>
type LinkOptions = {
  /** what the mails are counted under; the account unless given */
  counted?: LimitedKey
  /** sends it only to the staff and to accounts that have played */
  onlyToKnown?: boolean
}

/**
 * Sends the link for a new password, if the address has an account. Past the limit it sends none and says nothing: the
 * links that the account got within the last hour still work, so asking for more never keeps its owner out.
 */
export async function sendResetLink(
  { db, now, config, mailer, attempts }: LinkTools,
  email: string,
  letter = passwordResetMail,
  { counted = forgottenPasswordKey(email), onlyToKnown = false }: LinkOptions = {},
): Promise<void> {
  const user = await findUserByEmail(db, email)
  if (!user || user.disabled_at || isReserved(user.id)) return
  if (onlyToKnown && user.role === 'player' && !user.has_played) return
  if (!(await attempts.count([counted]))) return
  const token = await insertToken(db, 'reset-password', user.id, now())
  const link = `${pageUrl(config.web.url, user.language, '/mot-de-passe')}#jeton=${token}`
  await mailer.send(letter({ to: user.email, language: user.language, link }))
}
