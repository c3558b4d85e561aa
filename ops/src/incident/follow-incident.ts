import { runProbe, seenIn } from '../diagnosis/probe.ts'
import { readTraffic, startOf } from '../diagnosis/probes/traffic.ts'
import type { Run } from '../runs/runs.ts'
import { stateWords } from '../runs/timeline.ts'
import { utcMinute } from '../time/words.ts'
import { openShell } from '../tools/shell.ts'
import { type IncidentDesk, openIncidentOf, tell, write } from './desk.ts'
import { detectIncident } from './detect-incident.ts'
import { decideBy, type Incident, lastOf } from './incident.ts'
import { invite } from './review/invite.ts'
import { type Severity, ways } from './severity.ts'

type Note = { text: string; decision: boolean; severity: Severity | null }

/** Adds what an operator saw, did or decided, and grades the incident again if a severity is given. */
export async function noteIncident(desk: IncidentDesk, { text, decision, severity }: Note): Promise<Incident> {
  const incident = await openIncidentOf(desk)
  if (severity && severity !== incident.severity)
    write(desk, incident, { kind: 'graded', severity, by: desk.by, because: text })
  else write(desk, incident, { kind: 'noted', text, by: desk.by, decision })
  return openIncidentOf(desk)
}

/** Calls the second level (4.3/AU, BB), which is the whole team. */
export async function escalate(desk: IncidentDesk, because: string): Promise<Incident> {
  const incident = await openIncidentOf(desk)
  const { environment } = desk.target.home
  write(desk, incident, { kind: 'escalated', by: desk.by, because })
  const text = [
    because,
    `Incident ${incident.severity} « ${incident.title} », ouvert à ${utcMinute(incident.openedAt)} par ${incident.by}.`,
    `Appelé par ${desk.by}. Tout ce qui est su : tiptop incident report ${environment}`,
  ].join('\n')
  await tell(
    desk,
    incident,
    { severity: 'alert', subject: `SECOND NIVEAU APPELÉ : ${incident.title}`, text },
    { level: 2 },
  )
  return openIncidentOf(desk)
}

/**
 * Calls the second level (4.1/U, 4.2/AE, 4.3/AU) for a run that failed, and opens an incident for it if none is open. A run
 * that was refused at its first step has changed nothing, and is left to the operator who asked for it.
 */
export async function escalateFailure(
  desk: IncidentDesk,
  { name, state, reason, steps, startedAt }: Run,
): Promise<void> {
  if (state === 'done' || steps.length < 2) return
  const severity = state === 'stuck' ? 'P1' : 'P2'
  await detectIncident(desk, { severity, title: `${name} ${stateWords[state]}`, since: new Date(startedAt) })
  await escalate(desk, `${name} ${stateWords[state]} : ${reason ?? 'sans raison notée'}`)
}

/**
 * Reminds the people on call of a decision that is late, once for each deadline. Calling the second level after that is
 * left to a person.
 * @returns whether a reminder was sent
 */
export async function remind(desk: IncidentDesk, incident: Incident): Promise<boolean> {
  const limit = decideBy(incident)
  if (!limit || desk.now().toISOString() < limit) return false
  const reminded = incident.lines.some(line => line.kind === 'told' && line.at >= limit)
  if (reminded) return false
  const { environment } = desk.target.home
  const text = [
    `${ways[incident.severity].decideMinutes} minutes sont passées sans décision. Sans correction rapide, le retour en arrière est la suite :`,
    lastOf(incident.lines, 'diagnosed')?.command ?? `tiptop diagnose ${environment}`,
    `Noter la décision : tiptop incident note ${environment} --decision "…"`,
  ].join('\n')
  await tell(desk, incident, { severity: 'alert', subject: `DÉCISION ATTENDUE : ${incident.title}`, text })
  return true
}

type Closing = { text: string; review: string }

/**
 * Closes the open incident (4.3/AX to BA). Counts what nginx answered meanwhile, while its log is still there, and
 * notifies people unless the watch already did.
 */
export async function closeIncident(desk: IncidentDesk, { text, review }: Closing): Promise<Incident> {
  const incident = await openIncidentOf(desk)
  const { home } = desk.target
  const now = desk.now()
  const minutes = Math.max(1, Math.ceil((now.getTime() - Date.parse(incident.since)) / 60_000))
  const period = { now, minutes, deployedAt: null }
  const traffic = seenIn(
    await runProbe({ limitMs: COUNTING_MS, now: desk.now }, signal =>
      readTraffic(home, period, { shell: openShell(), signal }),
    ),
  )
  if (traffic) {
    const { requests, errors, closed } = traffic
    write(desk, incident, { kind: 'counted', requests, errors, closed })
  } else desk.say(`! Les erreurs depuis ${utcMinute(startOf(period))} n’ont pas pu être comptées.`)
  if (!incident.restoredAt) {
    desk.say(`! Personne n’a observé la stabilité jusqu’au bout (tiptop incident watch ${home.environment}).`)
    await tell(desk, incident, endNotice(incident, text), { ends: true })
  }
  const invitation = await invite(desk, incident, review)
  const line = write(desk, incident, { kind: 'closed', by: desk.by, text, review, invitation })
  return { ...incident, closedAt: line.at, lines: [...incident.lines, line] }
}

const COUNTING_MS = 30_000

/** The notice of the end of an incident. */
export function endNotice({ title, severity, openedAt, environment }: Incident, how: string) {
  const text = [
    how,
    `Incident ${severity} ouvert à ${utcMinute(openedAt)}.`,
    `Compte rendu : tiptop incident report ${environment}`,
  ].join('\n')
  return { severity: 'info', subject: `fin d’incident : ${title}`, text } as const
}
