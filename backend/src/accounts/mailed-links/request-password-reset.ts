import { pageUrl } from '../../mail/web-page.ts'
import { isReserved } from '../../reserved.ts'
import type { Tools } from '../../tools.ts'
import { passwordResetMail } from '../mails.ts'
import { findUserByEmail } from '../queries.ts'
import { insertToken } from './queries.ts'

/** Sends the link for a new password, if the address has an account. */
export async function requestPasswordReset(
  { db, now, config, mailer }: Pick<Tools, 'db' | 'now' | 'config' | 'mailer'>,
  email: string,
): Promise<void> {
  const user = await findUserByEmail(db, email)
  if (!user || user.disabled_at || isReserved(user.id)) return
  const token = await insertToken(db, 'reset-password', user.id, now())
  const link = `${pageUrl(config.web.url, user.language, '/mot-de-passe')}#jeton=${token}`
  await mailer.send(passwordResetMail({ to: user.email, language: user.language, link }))
}
