import { askView, type DatabaseAccess } from './operations-views.ts'

/** What a check of the data found: the faults, a French sentence each, what it read, and what it could not prove. */
export type DataCheckResult = { faults: string[]; said: string; unproven?: string[] }

/**
 * Whether rows agree with one another: no played ticket without its player and its participation, none missing.
 * @param limitMs when the server itself ends the question: a program that is killed leaves its statement behind
 * @throws a Failure `not-there` for a database that is older than the view that answers
 */
export async function checkInvariants(access: DatabaseAccess, limitMs: number): Promise<DataCheckResult> {
  // From cause to effect: a ticket whose player is gone has no participation either. Backwards, the names sort so.
  const question = `set statement_timeout = ${Math.round(limitMs)};
select offending, sentence from operations_v1.invariants where offending > 0 order by name desc;`
  const offending = await askView(access, 'invariants', question)
  const faults = offending.map(([count, sentence]) => `${Number(count).toLocaleString('fr-FR')} ${sentence}`)
  return { faults, said: 'tickets, joueurs et participations s’accordent' }
}
