import type { Provider } from '@tiptop/contract/accounts.ts'
import { writeLetter } from '../../mail/letter.ts'
import { pageUrl } from '../../mail/web-page.ts'
import type { Session, SessionEntry } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { findMailbox } from '../queries.ts'
import { wasOpenedBefore } from './known-device.ts'
import { type AccountNotice, noticeWords } from './words.ts'

type NoticeTools = Pick<Tools, 'db' | 'config' | 'mailer'>

/** Tells the owner of an account what happened to it, at their address if they have proven it. */
export async function sendNotice({ db, config, mailer }: NoticeTools, userId: number, notice: AccountNotice) {
  const mailbox = await findMailbox(db, userId)
  if (!mailbox?.email_verified_at) return
  const { email, language } = mailbox
  const link = pageUrl(config.web.url, language, '/compte')
  await mailer.send(writeLetter({ to: email, language, link }, noticeWords(notice, language)))
}

/** Tells the owner of a sign-in with a device that is not marked as theirs, unless it is the first that is known. */
export async function sendIfNewDevice(tools: NoticeTools, session: Session, { browser }: SessionEntry): Promise<void> {
  if (!browser || !(await wasOpenedBefore(tools.db, session))) return
  await sendNotice(tools, session.userId, { kind: 'new-device', device: browser.device })
}

/** `mark`: the browser's mark of the account, if it has one. `isLinked`: the provider opens the account from now on. */
type ProviderArrival = { session: Session; entry: SessionEntry; isLinked: boolean; mark: string | null }

/** Tells the owner of a sign-in through a provider what is new in it, if anything is. */
export async function sendArrivalNotice(tools: NoticeTools, provider: Provider, arrival: ProviderArrival) {
  const { session, entry, isLinked, mark } = arrival
  if (isLinked) await sendNotice(tools, session.userId, { kind: 'provider-linked', provider })
  else if (!mark) await sendIfNewDevice(tools, session, entry)
}
