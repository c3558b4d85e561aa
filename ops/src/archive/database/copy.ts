import type { Target } from '../../environment/target.ts'
import type { Tools } from '../../tools/tools.ts'
import type { TableSums } from '../manifest.ts'
import { type DatabaseDump, dumpDatabase } from './dump.ts'
import { inSnapshot } from './snapshot.ts'

/** A dump of the database, and what its tables held at the very moment that it shows. */
export type DatabaseCopy = { dump: DatabaseDump; snapshotAt: string; tables: TableSums }

/**
 * Copies the database and sums its tables up at the same time, both at one moment: what is played meanwhile is in
 * neither.
 * @throws a Failure when the disk is full, when the database does not answer, when it is asked to stop
 */
export async function copyDatabase(
  target: Target,
  file: string,
  tools: Pick<Tools, 'shell' | 'files' | 'now'>,
  signal: AbortSignal,
): Promise<DatabaseCopy> {
  return inSnapshot(target, tools, signal, async (snapshot, lost) => {
    const [dump, tables] = await Promise.allSettled([
      dumpDatabase(target, file, tools, lost, [`--snapshot=${snapshot.id}`]),
      snapshot.tables(),
    ])
    if (dump.status === 'rejected') throw dump.reason
    if (tables.status === 'rejected') throw tables.reason
    return { dump: dump.value, snapshotAt: snapshot.at, tables: tables.value }
  })
}
