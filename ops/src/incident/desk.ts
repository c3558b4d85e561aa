import { readSecret, type Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Notice, NoticeLevel, Notices } from '../tools/notices.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import type { IncidentJournal } from './incidents.ts'

/** The tools for working on an incident, and who works on it. */
export type IncidentDesk = {
  target: Target
  /** the operator who works on it */
  by: string
  notices: Notices
  journal: IncidentJournal
  now(): Date
  /** shows the operator a line at once */
  say(line: string): void
}

/** @throws a Failure when no incident is open */
export async function openIncidentOf({ target: { home }, journal }: IncidentDesk): Promise<Incident> {
  const incident = await journal.standing()
  if (incident) return incident
  throw new Failure('not-there', `Aucun incident n’est ouvert en ${home.environment}.`, {
    hint: `tiptop incident open ${home.environment} en ouvre un.`,
  })
}

/** Writes a line of an incident. */
export function write({ journal, now }: IncidentDesk, { name }: Pick<Incident, 'name'>, what: IncidentEvent) {
  return journal.append(name, now(), what)
}

/** Notifies people of an incident, and writes that down. A notice that cannot be delivered is shown, and stops nothing. */
export async function tell(
  desk: IncidentDesk,
  incident: Incident,
  notice: Notice,
  level: NoticeLevel = 1,
): Promise<void> {
  const subject = `[${desk.target.home.environment}] ${notice.subject}`
  const unsent = (await isAnybodyThere(desk.target)) ? await desk.notices.send({ ...notice, subject }, level) : [NOBODY]
  write(desk, incident, { kind: 'told', level, subject, unsent })
  for (const reason of unsent) desk.say(`! ${reason}`)
}

const NOBODY = 'personne n’est prévenu : NOTIFY_EMAILS est vide, et le secret notify-webhook aussi'

async function isAnybodyThere({ home, settings }: Target): Promise<boolean> {
  const webhooks = await Promise.all([readSecret(home, 'notify-webhook'), readSecret(home, 'notify-webhook-level2')])
  return [...settings.NOTIFY_EMAILS, ...settings.NOTIFY_EMAILS_LEVEL2, ...webhooks].some(Boolean)
}
