import { pageUrl } from '../../mail/web-page.ts'
import type { Tools } from '../../tools.ts'
import { verificationMail } from '../mails.ts'
import { findMailbox } from '../queries.ts'
import { insertToken } from './queries.ts'

/** Sends an account the link that verifies its address, unless it is verified already. */
export async function sendVerification(
  { db, now, config, mailer }: Pick<Tools, 'db' | 'now' | 'config' | 'mailer'>,
  userId: number,
): Promise<void> {
  const mailbox = await findMailbox(db, userId)
  if (!mailbox || mailbox.email_verified_at) return
  const token = await insertToken(db, 'verify-email', userId, now())
  const { email, language } = mailbox
  const link = `${pageUrl(config.web.url, language, '/verification')}#jeton=${token}`
  await mailer.send(verificationMail({ to: email, language, link }))
}
