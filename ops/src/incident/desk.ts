import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { deliver, type Notice, type NoticeLevel, type Notices } from '../tools/notices.ts'
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

/**
 * Notifies people of an incident, and writes down whether the notice arrived. One that cannot be delivered is shown, and
 * stops nothing.
 * @param ends whether it is the notice of the end
 */
export async function tell(
  desk: IncidentDesk,
  incident: Incident,
  notice: Notice,
  { level = 1, ends = false }: { level?: NoticeLevel; ends?: boolean } = {},
): Promise<void> {
  const subject = `[${desk.target.home.environment}] ${notice.subject}`
  const delivery = await deliver(desk.notices, { ...notice, subject }, level)
  write(desk, incident, { kind: 'told', level, subject, ...delivery, ...(ends && { ends }) })
  for (const reason of delivery.unsent) desk.say(`! ${reason}`)
}
