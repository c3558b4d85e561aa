import { setTimeout } from 'node:timers/promises'
import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'

export type Mail = { to: string; subject: string; text: string; html: string }

/** Sends mail through SMTP; without SMTP settings it prints the links to the terminal, for a developer to follow. */
export type Mailer = {
  /** Resolves once the mail server has accepted the mail; rejects if it refuses, or cannot be reached. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** The pauses before a mail server that is away or asks for patience is tried again. */
const PAUSES_MS = [1_000, 4_000]

export function openMailer({ mail, production }: Pick<Config, 'mail' | 'production'>): Mailer {
  if (!mail.smtpUrl) return { send: production ? refuseToPrint : printLinks, close: () => {} }
  const transport = nodemailer.createTransport({
    url: mail.smtpUrl,
    pool: true,
    connectionTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const headers = { 'auto-submitted': 'auto-generated' }
  return {
    send: message => patiently(() => transport.sendMail({ from: mail.from, headers, ...message })),
    close: () => transport.close(),
  }
}

async function patiently(send: () => Promise<unknown>): Promise<void> {
  for (const pause of PAUSES_MS) {
    try {
      await send()
      return
    } catch (error) {
      if (!mayPass(error)) throw error
    }
    await setTimeout(pause)
  }
  await send()
}

/** SMTP answers 4xx for "later" and 5xx for "never"; no answer means that the server was away. */
function mayPass(error: unknown): boolean {
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
