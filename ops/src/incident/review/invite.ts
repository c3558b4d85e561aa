import { dateText } from '../../time/words.ts'
import { type IncidentDesk, tell } from '../desk.ts'
import type { Incident } from '../incident.ts'
import { lastOf } from '../incident.ts'
import { listIncidents } from '../incidents.ts'
import { invitationOf } from './invitation.ts'

/** Invites people to the review of an incident (4.3/AZ). @returns the path of the invitation, a file for calendars */
export async function invite(desk: IncidentDesk, incident: Incident, day: string): Promise<string> {
  const calendar = invitationOf({ ...incident, day, madeAt: desk.now() })
  const path = desk.journal.keep(incident.name, '.ics', calendar)
  const text = `Invitation jointe aux courriels, et en ${path}.\n${reportOf(incident)}`
  const subject = `revue le ${day} : ${incident.title}`
  await tell(desk, incident, { severity: 'info', subject, text, calendar })
  return path
}

/** From this hour of its day on, UTC, a review is reminded of. */
const HOUR = 'T07:00:00.000Z'

/**
 * Reminds people on its day of each review that is due, once.
 * @returns the names of the incidents
 */
export async function remindOfReviews(desk: IncidentDesk): Promise<string[]> {
  const now = desk.now().toISOString()
  const due = (await listIncidents(desk.target.home)).filter(({ lines, closedAt }) => {
    const day = lastOf(lines, 'closed')?.review
    const isToday = day === dateText(now) && now >= `${day}${HOUR}`
    return isToday && !lines.some(({ kind, at }) => kind === 'told' && at > (closedAt ?? ''))
  })
  for (const incident of due) {
    const subject = `REVUE AUJOURD’HUI : ${incident.title}`
    await tell(desk, incident, { severity: 'warning', subject, text: reportOf(incident) })
  }
  return due.map(({ name }) => name)
}

const reportOf = ({ environment, name }: Incident) => `Compte rendu : tiptop incident report ${environment} ${name}`
