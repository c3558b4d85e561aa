import type { Home } from '../../src/environment/home.ts'
import type { Incident, IncidentEvent } from '../../src/incident/incident.ts'
import { openIncidentJournal } from '../../src/incident/incidents.ts'

type LaidIncident = { severity?: Incident['severity']; since?: Date; events?: [at: Date, event: IncidentEvent][] }

/** Writes the journal of an incident. @returns its name */
export async function layIncident(home: Home, at: Date, laid: LaidIncident = {}): Promise<string> {
  const { severity = 'P1', since = at, events = [] } = laid
  const journal = openIncidentJournal(home)
  const { name } = await journal.begin({ at, severity, title: 'Panne', by: 'exploitante', since })
  for (const [moment, event] of events) journal.append(name, moment, event)
  return name
}
