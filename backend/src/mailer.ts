import nodemailer from 'nodemailer'
import type { Config } from './config.ts'

export type Mail = { to: string; subject: string; text: string; html: string }

/** Sends mail through SMTP; without SMTP settings it prints the links on the terminal, for a developer to follow. */
export type Mailer = { send(mail: Mail): Promise<void>; close(): void }

export function openMailer({ mail }: Pick<Config, 'mail'>): Mailer {
  if (!mail.smtpUrl) return { send: async message => printLinks(message), close: () => {} }
  const transport = nodemailer.createTransport({
    url: mail.smtpUrl,
    pool: true,
    connectionTimeout: 5_000,
    socketTimeout: 10_000,
  })
  return {
    send: async message => void (await transport.sendMail({ from: mail.from, ...message })),
    close: () => transport.close(),
  }
}

function printLinks(mail: Mail): void {
  const links = mail.text.match(/https?:\/\/\S+/g) ?? []
  console.log(`✉  ${mail.to} · ${mail.subject}\n   ${links.join('\n   ')}`)
}
