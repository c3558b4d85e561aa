import type { Diagnosis } from '../diagnosis/diagnose.ts'
import { wayLines } from '../diagnosis/words.ts'
import { utcMinute } from '../time/words.ts'
import { type IncidentDesk, tell, write } from './desk.ts'
import { decideBy, type Incident } from './incident.ts'
import { nextSteps, type Severity, ways } from './severity.ts'

type Opening = { severity: Severity; title: string; since: Date | null; look: (() => Promise<Diagnosis>) | null }

type Opened = { incident: Incident; diagnosis: Diagnosis | null; next: string[] }

/**
 * Opens an incident (4.3/A to K): the people on call are told first, then the environment is looked at and what was seen
 * is kept with it. A look that fails leaves the incident open all the same.
 * @throws AlreadyOpen when there is one
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

/** Keeps what was seen with the incident. */
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

/** What a container said itself. */
const isQuoted = (line: string) => line.startsWith('  |')

/** Only a way back is a step of the triage: what else a diagnosis advises is read with it. */
function commandOf(diagnosis: Diagnosis | null): string | null {
  const command = diagnosis?.advice.command ?? null
  return command && /^tiptop (rollback|restore) /.test(command) ? command : null
}
