import { Failure } from '../failure.ts'
import { type IncidentDesk, write } from './desk.ts'
import type { Incident } from './incident.ts'
import { listIncidents } from './incidents.ts'

/** A correction that is planned (4.3/K): what, by whom, and until which day. */
export type PlannedCorrection = { incident: string; what: string; owner: string; until: string }

/** @returns the correction of an incident that is still to be made, or null; closing the incident does not make it */
function correctionOf({ name, lines }: Pick<Incident, 'name' | 'lines'>): PlannedCorrection | null {
  const last = lines.findLast(({ kind }) => kind === 'planned' || kind === 'corrected')
  if (last?.kind !== 'planned') return null
  const { what, owner, until } = last
  return { incident: name, what, owner, until }
}

/**
 * Plans the correction of the open incident, or of the last one if none is open.
 * @throws Failure `not-there` if there never was an incident
 */
export async function planCorrection(
  desk: IncidentDesk,
  planned: Omit<PlannedCorrection, 'incident'>,
): Promise<PlannedCorrection> {
  const { home } = desk.target
  const incident = (await desk.journal.standing()) ?? (await listIncidents(home))[0]
  if (!incident)
    throw new Failure('not-there', `${home.environment} n’a jamais eu d’incident à corriger.`, {
      hint: `tiptop incident open ${home.environment} en ouvre un.`,
    })
  write(desk, incident, { kind: 'planned', ...planned, by: desk.by })
  return { incident: incident.name, ...planned }
}

/**
 * Notes that a planned correction is made.
 * @param named the incident or the beginning of its name; null: the only one with a correction to make
 * @throws Failure `not-there` if there is none, or several to choose from
 */
export async function noteCorrected(
  desk: IncidentDesk,
  { named, text }: { named: string | null; text: string },
): Promise<PlannedCorrection> {
  const planned = await pendingCorrections(desk.target.home)
  const found = planned.filter(({ incident }) => incident.startsWith(named ?? ''))
  const [correction] = found
  const names = planned.map(({ incident }) => incident).join(', ')
  if (!correction || found.length > 1)
    throw new Failure(
      'not-there',
      correction ? 'Plusieurs corrections sont à faire.' : 'Aucune correction n’est à faire là.',
      { hint: names ? `Préciser l’incident : ${names}` : null },
    )
  write(desk, { name: correction.incident }, { kind: 'corrected', text, by: desk.by })
  return correction
}

/** The corrections that are still to be made, the earliest day first. */
export async function pendingCorrections(home: Parameters<typeof listIncidents>[0]): Promise<PlannedCorrection[]> {
  const planned = (await listIncidents(home)).map(correctionOf).filter(correction => correction !== null)
  return planned.sort((a, b) => a.until.localeCompare(b.until))
}
