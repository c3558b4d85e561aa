import { utcMinute } from '../time/words.ts'
import { type IncidentDesk, tell } from './desk.ts'
import type { Incident } from './incident.ts'
import type { Severity } from './severity.ts'

/** What the program saw by itself. */
type DetectedFault = { severity: Severity; title: string; since: Date }

/**
 * Opens an incident that a person has not opened, so that it is counted, and notifies the people on call.
 * @returns null if one is open: what was seen belongs to it
 */
export async function detectIncident(desk: IncidentDesk, fault: DetectedFault): Promise<Incident | null> {
  if (await desk.journal.standing()) return null
  const { environment } = desk.target.home
  const incident = await desk.journal.begin({ ...fault, at: desk.now(), by: 'tiptop', detected: true })
  const text = [
    `Ouvert tout seul : personne ne l’avait fait. Commencé à ${utcMinute(incident.since)}.`,
    `Regarder : tiptop diagnose ${environment}`,
    `Fermer : tiptop incident close ${environment}`,
  ].join('\n')
  await tell(desk, incident, { severity: 'alert', subject: `INCIDENT ${fault.severity} : ${fault.title}`, text })
  return incident
}
