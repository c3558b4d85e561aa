import type { Run } from '../../runs/runs.ts'
import { type IncidentDesk, write } from '../desk.ts'
import { detectIncident } from '../detect-incident.ts'
import type { Incident } from '../incident.ts'

/**
 * Opens an incident for a deployment that players had reached and that was taken back by itself (2.4/AM): from the step
 * that failed until it was undone. One that got stuck on its way back stays open.
 */
export async function detectTakenBack(desk: IncidentDesk, run: Run): Promise<void> {
  const { name, state, startedAt, ms, steps } = run
  const failed = steps.findLast(({ kind, state }) => kind === 'step' && state === 'failed')
  const since = new Date(failed?.startedAt ?? startedAt)
  const [severity, title] = state === 'undone' ? (['P2', 'repris'] as const) : (['P1', 'resté bloqué'] as const)
  const incident = await detectIncident(desk, { severity, title: `${name} ${title} après la bascule`, since })
  if (incident && state === 'undone' && ms !== null) calm(desk, incident, new Date(Date.parse(startedAt) + ms))
}

/** Two looks at the health, one after the other. `fault`: null if all was well. */
type HealthLook = { at: string; fault: string | null; lastWellAt: string | null }

/**
 * Follows what the control room sees. An outage is a fault at two looks in a row: it began after the last good one. Its end
 * is the next good look, and a fault after that is a relapse, also in an incident that a person opened.
 */
export async function followHealth(desk: IncidentDesk, before: HealthLook | null, now: HealthLook): Promise<void> {
  const standing = await desk.journal.standing()
  if (!now.fault) {
    if (standing?.detected && !standing.restoredAt) calm(desk, standing, new Date(now.at))
    return
  }
  if (!before?.fault) return
  if (standing?.restoredAt) write(desk, standing, { kind: 'looked', well: false, said: now.fault })
  const since = new Date(now.lastWellAt ?? before.at)
  if (!standing) await detectIncident(desk, { severity: 'P1', title: now.fault, since })
}

/** A single good look: no time was watched. */
function calm(desk: IncidentDesk, incident: Incident, from: Date): void {
  write(desk, incident, { kind: 'stable', minutes: 0, from: from.toISOString() })
}
