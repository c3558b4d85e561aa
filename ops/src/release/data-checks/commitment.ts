import type { Settings } from '../../environment/settings.ts'
import { isFailure } from '../../failure.ts'
import type { DataCheckResult } from './invariants.ts'
import { askView, type DatabaseAccess } from './operations-views.ts'

/** The contest, and the root of its commitment as it was deposited; empty if no setting says it. */
export type DepositedRoot = Pick<Settings, 'CONTEST' | 'COMMITMENT_ROOT'>

const QUESTION = 'select slug, root, leaves_root from operations_v1.commitments order by slug'

/**
 * Compares the commitment that the database says it has, and the root of the leaves that it holds, with the deposited root.
 * Without that setting only the database is compared with itself, and the result says that nothing is proven.
 */
export async function checkCommitment(
  access: DatabaseAccess,
  { CONTEST: contest, COMMITMENT_ROOT: deposited }: DepositedRoot,
): Promise<DataCheckResult> {
  const rows = await askView(access, 'commitments', QUESTION).catch(error => {
    if (isFailure(error, 'not-there')) return []
    throw error
  })
  const row = rows.find(([slug]) => slug === contest)
  if (!row) return withoutCommitment(contest, deposited)
  const [, root = '', leavesRoot = ''] = row
  const expected = deposited || root
  const faults = [
    root === expected
      ? ''
      : `la base dit l’engagement ${root}, et ${expected} fut déposé (COMMITMENT_ROOT) : docs/runbooks/proofs-differ.md`,
    leavesRoot === expected
      ? ''
      : `les feuilles de l’engagement donnent la racine ${leavesRoot || 'vide'}, et ${expected} est attendu`,
  ].filter(Boolean)
  if (deposited) return { faults, said: `l’engagement est celui qui fut déposé, ${deposited.slice(0, 12)}…` }
  return { faults, said: 'l’engagement n’est comparé à rien', unproven: [unsetWords(root)] }
}

/** Whether a contest has a commitment: its played tickets are proven by the pepper alone. */
export async function hasCommitment(access: DatabaseAccess): Promise<boolean> {
  return askView(access, 'commitments', QUESTION).then(
    rows => rows.length > 0,
    error => {
      if (isFailure(error, 'not-there')) return false
      throw error
    },
  )
}

const unsetWords = (root: string) =>
  `Non prouvé : que l’engagement des lots est celui du dépôt, car COMMITMENT_ROOT est vide ; la base dit ${root}.`

/** What was deposited is in no way undone: a database without it was changed. */
function withoutCommitment(contest: string, deposited: string): DataCheckResult {
  if (!deposited) return { faults: [], said: 'aucun engagement à comparer' }
  const fault = `la base n’a pas d’engagement pour ${contest}, et ${deposited} fut déposé (COMMITMENT_ROOT) : docs/runbooks/proofs-differ.md`
  return { faults: [fault], said: '' }
}

/** What a look at the tickets as they were generated found, and their digest; null if there are none. */
type TicketsCheckResult = DataCheckResult & { tickets: string | null }

/**
 * Compares the tickets, masked prizes included, with a digest that was written down before. What an unplayed ticket wins
 * is in no proof that the database can give by itself; that it is what it was is shown by this alone.
 */
export async function checkTickets(
  access: DatabaseAccess,
  contest: string,
  noted: string | null,
): Promise<TicketsCheckResult> {
  const rows = await askView(access, 'allotments', 'select slug, digest from operations_v1.allotments')
  const tickets = rows.find(([slug]) => slug === contest)?.[1] ?? null
  const changed = noted && tickets !== noted
  const fault = `les tickets de ${contest}, numéros, codes hachés et lots masqués, ne sont plus ceux qui furent notés : docs/runbooks/proofs-differ.md`
  return { faults: changed ? [fault] : [], said: 'tickets et lots masqués sont ceux qui furent notés', tickets }
}
