import type { Diagnosis } from '../diagnosis/diagnose.ts'
import { wayLines } from '../diagnosis/words.ts'
import { utcMinute } from '../time/words.ts'
import { type IncidentDesk, tell, write } from './desk.ts'
import { decideBy, type Incident } from './incident.ts'
import { nextSteps, type Severity, ways } from './severity.ts'

type Opening = { severity: Severity; title: string; since: Date | null; look: (() => Promise<Diagnosis>) | null }

type Opened = { incident: Incident; diagnosis: Diagnosis | null; next: string[] }

/**
 * Opens an incident (4.3/A to K): notifies the people on call first, then diagnoses the environment and keeps the result
 * with the incident. A diagnosis that fails leaves the incident open.
 * @throws a Failure `already-there` if an incident is open
 */
export async function openIncident(desk: IncidentDesk, { look, ...opening }: Opening): Promise<Opened> {
  const { environment } = desk.target.home
  const { severity, title } = opening
  const begun = await desk.journal.begin({ ...opening, at: desk.now(), by: desk.by })
  const { word, todo } = ways[severity]
  const limit = decideBy(begun)
  const lines = [
    `Gravité : ${severity}, ${word}. ${todo}`,
    ...(limit ? [`Décision attendue avant ${utcMinute(limit)}.`] : []),
    `Ouvert par ${desk.by} ; commencé à ${utcMinute(begun.since)}.`,
    `Suite : tiptop incident report ${environment}`,
  ]
  const notice = {
    severity: severity === 'P3' ? 'warning' : 'alert',
    subject: `INCIDENT ${severity} : ${title}`,
  } as const
  await tell(desk, begun, { ...notice, text: lines.join('\n') })
  const diagnosis = look && (await look().catch((error: Error) => void desk.say(`! ${error.message}`)))
  if (diagnosis) attach(desk, begun, diagnosis)
  const incident = (await desk.journal.standing()) ?? begun
  return {
    incident,
    diagnosis: diagnosis ?? null,
    next: nextSteps(environment, severity, commandOf(diagnosis ?? null)),
  }
}

/** Keeps a diagnosis with the incident. */
function attach(desk: IncidentDesk, incident: Pick<Incident, 'name'>, diagnosis: Diagnosis): void {
  const { healthy, decision, path } = diagnosis
  const wrong = diagnosis.findings.flatMap(({ title, state, said }) =>
    state === 'well'
      ? []
      : [
          `${state === 'wrong' ? '✗' : '?'} ${title} : ${said.filter(line => !isQuoted(line)).join(' ; ')}`,
          ...said.filter(isQuoted),
        ],
  )
  const said = [...wrong, ...wayLines(diagnosis)]
  write(desk, incident, { kind: 'diagnosed', healthy, decision, path, command: diagnosis.advice.command, said })
}

/** Whether the line is from the log of a container. */
const isQuoted = (line: string) => line.startsWith('  |')

/** Only a way back or out is a next step of the incident; other advice is read in the diagnosis itself. */
function commandOf(diagnosis: Diagnosis | null): string | null {
  const command = diagnosis?.advice.command ?? null
  return command && /^tiptop (rollback|restore|maintenance off) /.test(command) ? command : null
}
