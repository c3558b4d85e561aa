import nodemailer from 'nodemailer'
import { Failure, hintOf, isFailure } from '../failure.ts'
import { retry } from '../time/retry.ts'

/** A message to the people on call: a subject of one line and a few lines of text, in French. */
export type Notice = {
  subject: string
  text: string
  severity: 'info' | 'warning' | 'alert'
  /** an event that mail programs offer to add to a calendar, in the format of RFC 5545 */
  calendar?: string
}

/** The first people on call, or those who are called when the first do not suffice. */
export type NoticeLevel = 1 | 2

/** Whom a notice is for: a level of the people on call, or the shops, whose counters depend on the site. */
type NoticeAudience = NoticeLevel | 'shops'

/** E-mail and webhook. A notice that cannot be sent never fails the procedure that it reports. */
export type Notices = {
  /** @returns what could not be sent and why, for the journal */
  send(notice: Notice, audience?: NoticeAudience): Promise<string[]>
  /** how many ways lead to these people: e-mail, webhook, both or none */
  ways(audience: NoticeAudience): number
}

/** What came of a notice. `reached`: whether it arrived by at least one way. `unsent`: what did not, in French. */
export type Delivery = { reached: boolean; unsent: string[] }

/** Sends a notice, and says so if no address is set: silence would look like success. */
export async function deliver(notices: Notices, notice: Notice, audience: NoticeAudience = 1): Promise<Delivery> {
  const ways = notices.ways(audience)
  if (!ways) return { reached: false, unsent: [audience === 'shops' ? NO_SHOP : NOBODY] }
  const unsent = await notices.send(notice, audience)
  return { reached: unsent.length < ways, unsent }
}

const NOBODY = 'personne n’est prévenu : NOTIFY_EMAILS est vide, et le secret notify-webhook aussi'
const NO_SHOP = 'aucune boutique n’est prévenue : NOTIFY_EMAILS_SHOPS est vide'

/** Where one level is reached; a webhook that is the empty text is not used. */
type NoticeAddresses = { to: string[]; webhook: string }

/** How notices leave. */
type NoticeWays = {
  /** the sender of e-mails */
  from: string
  smtpUrl: string
  /** what a webhook gets beside each notice */
  about: Record<string, string>
  first: NoticeAddresses
  second: NoticeAddresses
  shops: NoticeAddresses
}

type Patience = {
  /** how long the further tries wait */
  pausesMs: number[]
  timeoutMs: number
}
const PATIENCE: Patience = { pausesMs: [1_000, 4_000], timeoutMs: 10_000 }

/** Sends by the ways that have an address: e-mail, webhook, both or neither. */
export function openNotices({ from, smtpUrl, about, first, second, shops }: NoticeWays, patience = PATIENCE): Notices {
  // Without a second level, the first one gets the notice again.
  const addressesOf = (audience: NoticeAudience) => ({ 1: first, 2: waysTo(second) ? second : first, shops })[audience]
  return {
    ways: audience => waysTo(addressesOf(audience)),
    async send(notice, audience = 1) {
      const { to, webhook } = addressesOf(audience)
      const ways: Promise<string | null>[] = []
      if (to.length)
        ways.push(
          told(`courriel à ${to.join(', ')}`, patience, () => sendMail({ smtpUrl, from, to }, notice, patience)),
        )
      if (webhook)
        ways.push(
          told('webhook', patience, () => callWebhook(webhook, { ...withoutCalendar(notice), ...about }, patience)),
        )
      return (await Promise.all(ways)).filter(fault => fault !== null)
    },
  }
}

const withoutCalendar = ({ calendar, ...notice }: Notice) => notice

const waysTo = ({ to, webhook }: NoticeAddresses) => [to.length, webhook].filter(Boolean).length

/** For dry runs: reports what it would send. */
export function dryNotices(tell: (line: string) => void): Notices {
  return {
    ways: () => 1,
    async send({ subject }) {
      tell(`préviendrait : ${subject}`)
      return []
    },
  }
}

/** @returns null once it is sent; why it is not, when patience is over */
async function told(way: string, { pausesMs }: Patience, send: () => Promise<unknown>): Promise<string | null> {
  return retry(send, { pausesMs, mayPass: error => isFailure(error, 'unreachable') }).then(
    () => null,
    (error: Error) => [`${way} : ${error.message}`, hintOf(error)].filter(Boolean).join('. '),
  )
}

type Post = { smtpUrl: string; from: string; to: string[] }

async function sendMail(
  { smtpUrl, from, to }: Post,
  { subject, text, severity, calendar }: Notice,
  { timeoutMs }: Patience,
) {
  if (!/^smtps?:\/\//.test(smtpUrl) || !URL.canParse(smtpUrl))
    throw new Failure('not-ready', `secrets/smtp-url ${smtpUrl ? 'n’est pas une adresse en smtp://' : 'est vide'}`, {
      hint: 'Écrivez-y smtps://compte:mot-de-passe@serveur:465.',
    })
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const priority = severity === 'alert' ? 'high' : 'normal'
  const headers = { 'auto-submitted': 'auto-generated' }
  try {
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      priority,
      headers,
      ...(calendar && { icalEvent: invite(calendar) }),
    })
  } catch (error) {
    const { message, responseCode = 0 } = error as Error & { responseCode?: number }
    const said = withoutPassword(message, smtpUrl)
    // SMTP answers 4xx for "later" and 5xx for "never"; without an answer the server was away.
    throw new Failure(responseCode >= 500 ? 'refused' : 'unreachable', said, { hint: null })
  } finally {
    transport.close()
  }
}

const invite = (content: string) => ({ method: 'PUBLISH', filename: 'revue.ics', content })

function withoutPassword(text: string, url: string): string {
  const { password } = new URL(url)
  const spellings = [password, decodeURIComponent(password)].filter(Boolean)
  return spellings.reduce((said, secret) => said.replaceAll(secret, '•••'), text)
}

/** The address is a secret, so errors say the status or the code alone. */
async function callWebhook(url: string, message: object, { timeoutMs }: Patience): Promise<void> {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new Failure('not-ready', 'secrets/notify-webhook n’est pas une adresse en https://', {
      hint: 'Écrivez-y l’adresse que votre messagerie donne à ses webhooks.',
    })
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, at: new Date().toISOString() }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: Error & { cause?: { code?: string } }) => {
    const why = error.name === 'TimeoutError' ? `pas de réponse en ${timeoutMs / 1000} s` : unreachable(error)
    throw new Failure('unreachable', why, { hint: null })
  })
  await answer.body?.cancel()
  if (answer.ok) return
  const mayPass = answer.status >= 500 || answer.status === 429 || answer.status === 408
  throw new Failure(mayPass ? 'unreachable' : 'refused', `il répond ${answer.status}`, { hint: null })
}

function unreachable({ cause }: { cause?: { code?: string } }): string {
  return `il ne répond pas${cause?.code ? ` (${cause.code})` : ''}`
}
