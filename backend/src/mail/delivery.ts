import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { DatabaseTools } from '../database/database.ts'
import type { Metrics } from '../metrics.ts'
import { type Mailer, mayPass } from './mailer.ts'
import { openMailSeal } from './sealed-mail.ts'

/** How many mails a process has under way at a time. */
const AT_ONCE = 5
/** After how long a mail that a process took counts as unsent: longer than the mail server may keep it waiting. */
const TAKEN_MINUTES = 2
/** The pause before the second try; each further one doubles it. */
const FIRST_PAUSE_SECONDS = 5
const LONGEST_PAUSE_SECONDS = 900

export type DeliveryTools = DatabaseTools & {
  config: Pick<Config, 'mail' | 'session'>
  metrics: Pick<Metrics, 'mails'>
}
export type DeliveryLog = Pick<FastifyBaseLogger, 'error' | 'warn'>

type DueMail = { id: number; sealed: Buffer; attempts: number; queuedAt: Date }

/**
 * Sends queued mails until none is due; once `stop` is aborted it ends after the batch at work. A mail that another
 * process has taken is not touched.
 */
export async function sendDueMails(
  tools: DeliveryTools,
  server: Mailer,
  log: DeliveryLog,
  stop: AbortSignal,
): Promise<void> {
  const { open } = openMailSeal(tools.config.session.key)
  const send = async (mail: DueMail) => {
    if (isOver(tools, mail)) return giveUp(tools, mail, 'too old', log)
    try {
      await server.send(open(mail.sealed))
    } catch (error) {
      return putOff(tools, mail, error, log)
    }
    await remove(tools, mail)
    tools.metrics.mails.inc({ outcome: 'sent' })
  }
  for (let due = await takeDue(tools); due.length; due = stop.aborted ? [] : await takeDue(tools))
    await Promise.all(due.map(send))
}

/** Takes the mails that are due for longest. */
async function takeDue({ db, now }: DeliveryTools): Promise<DueMail[]> {
  const until = new Date(now().getTime() + TAKEN_MINUTES * 60_000)
  const { rows } = await sql<DueMail>`
    update outgoing_mails set due_at = ${until}, attempts = attempts + 1
    where id in (
      select id from outgoing_mails where due_at <= ${now()} order by due_at limit ${AT_ONCE} for update skip locked)
    returning id, sealed, attempts, queued_at as "queuedAt"`.execute(db)
  return rows
}

/** A mail that is too old is no longer news: its link has ended, or a restored database brought it back. */
function isOver({ config, now }: DeliveryTools, { queuedAt }: DueMail): boolean {
  return now().getTime() - queuedAt.getTime() >= config.mail.retryHours * 3_600_000
}

/** Gives up a mail that the server refuses for good, or for too long. */
async function putOff(tools: DeliveryTools, mail: DueMail, error: unknown, log: DeliveryLog): Promise<void> {
  const { id, attempts } = mail
  const { db, now, metrics } = tools
  const reason = (error as Error).message
  if (!mayPass(error) || isOver(tools, mail)) return giveUp(tools, mail, reason, log)
  const seconds = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS)
  const dueAt = new Date(now().getTime() + seconds * 1000)
  await db.updateTable('outgoing_mails').set({ due_at: dueAt }).where('id', '=', id).execute()
  metrics.mails.inc({ outcome: 'put-off' })
  log.warn({ mail: id, attempts, reason, seconds }, 'mail put off')
}

/** Logs the reason alone: a mail's text holds a link. */
async function giveUp(tools: DeliveryTools, mail: DueMail, reason: string, log: DeliveryLog): Promise<void> {
  await remove(tools, mail)
  tools.metrics.mails.inc({ outcome: 'given-up' })
  log.error({ mail: mail.id, attempts: mail.attempts, reason }, 'mail given up')
}

async function remove({ db }: DeliveryTools, { id }: DueMail): Promise<void> {
  await db.deleteFrom('outgoing_mails').where('id', '=', id).execute()
}
