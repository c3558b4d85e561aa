import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Shell } from '../../tools/shell.ts'

/** The database of an environment, and what questions are asked with. */
export type DatabaseAccess = { home: Home; shell: Pick<Shell, 'read'>; signal: AbortSignal }

/** What the application offers operations: docs/decisions/views-for-operations.md. */
type OperationsView = 'plays' | 'generated_contests' | 'invariants' | 'commitments' | 'allotments'

/**
 * Asks a view of `operations_v1`. Returns the rows of the question, each as its columns.
 * @param question SQL that reads this view alone
 * @throws a Failure `not-there` for a database that is older than the view: what it would answer is unknown
 */
export async function askView(access: DatabaseAccess, view: OperationsView, question: string): Promise<string[][]> {
  if (!(await offersView(access, view)))
    throw new Failure(
      'not-there',
      `La base est plus ancienne que operations_v1.${view} : elle ne peut pas être contrôlée.`,
      { hint: 'Une version plus récente apporte cette vue avec ses migrations.' },
    )
  const { home, shell, signal } = access
  return readRows(shell, home.database, question, { signal })
}

/** Whether the database is young enough to have this view. */
async function offersView({ home, shell, signal }: DatabaseAccess, view: OperationsView): Promise<boolean> {
  const question = `select to_regclass('operations_v1.${view}') is not null`
  const [[offered] = []] = await readRows(shell, home.database, question, { signal })
  return offered === 't'
}
