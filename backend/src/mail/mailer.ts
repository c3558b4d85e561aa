import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'
import type { Db } from '../database/database.ts'

export type Mail = { to: string; subject: string; text: string; html: string }

/** Sends mail through SMTP; without SMTP settings it prints the links to the terminal, for a developer to follow. */
export type Mailer = {
  /**
   * Resolves once the mail will leave: the outbox has it, or the mail server has accepted it. `transaction` is the one
   * with which a queued mail stands or falls.
   */
  send(mail: Mail, transaction?: Db): Promise<void>
  close(): void
}

/** Speaks to the mail server, once for each mail. */
export function openMailer({ mail, production }: Pick<Config, 'mail' | 'production'>): Mailer {
  if (!mail.smtpUrl) return { send: production ? refuseToPrint : printLinks, close: () => {} }
  const transport = nodemailer.createTransport({
    url: mail.smtpUrl,
    pool: true,
    rateLimit: mail.perSecond,
    rateDelta: 1_000,
    connectionTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const headers = { 'auto-submitted': 'auto-generated' }
  return {
    send: async message => void (await transport.sendMail({ from: mail.from, headers, ...message })),
    close: () => transport.close(),
  }
}

/** Whether a mail may go later: SMTP answers 4xx for "later" and 5xx for "never"; without an answer the server was away. */
export function mayPass(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: number }
  return responseCode === undefined || responseCode < 500
}

async function printLinks(mail: Mail): Promise<void> {
  const links = mail.text.match(/https?:\/\/\S+/g) ?? []
  console.log(`✉  ${mail.to} · ${mail.subject}\n   ${links.join('\n   ')}`)
}

/** In production the terminal is a log, where a link that gives access to an account must not appear. */
async function refuseToPrint(): Promise<void> {
  throw new Error('SMTP_URL is not set: no mail can leave')
}
