import { regularly } from '../background/regularly.ts'
import type { Db } from '../database/database.ts'
import { type DeliveryLog, type DeliveryTools, sendDueMails } from './delivery.ts'
import type { Mail, Mailer } from './mailer.ts'
import { openMailSeal } from './sealed-mail.ts'

const POLL_MS = 5_000

type QueueTools = Pick<DeliveryTools, 'now'> & { config: { session: { key: string } } }

/** Mails wait in the database until the mail server has accepted them. */
export type Outbox = Mailer & {
  /** Sends what is due, at once when this process queues a mail. @returns a function that ends it */
  deliver(log: DeliveryLog): () => Promise<void>
}

/**
 * The outbox of this process. Several processes share the mails: each mail is taken by one. It is sent once, unless its
 * process dies between the answer of the mail server and its own record; then it is sent again.
 */
export function openOutbox(tools: DeliveryTools, server: Mailer): Outbox {
  const { db } = tools
  let call = () => {}
  return {
    async send(mail, transaction = db) {
      await queueMail(tools, mail, transaction)
      call()
    },
    deliver(log) {
      const run = (stop: AbortSignal) => sendDueMails(tools, server, log, stop)
      const { end, turn } = regularly({ name: 'outgoing mails', firstMs: 0, everyMs: POLL_MS, run }, log)
      call = turn
      return async () => {
        call = () => {}
        await end()
        // What the last requests queued; the rest waits for the next process.
        await run(AbortSignal.abort()).catch(() => {})
      }
    },
    close: () => server.close(),
  }
}

/** Queues a mail for the processes that deliver, and stands or falls with this transaction. */
export async function queueMail({ now, config }: QueueTools, mail: Mail, db: Db): Promise<void> {
  const queued = { sealed: openMailSeal(config.session.key).seal(mail), queued_at: now(), due_at: now() }
  await db.insertInto('outgoing_mails').values(queued).execute()
}
