import type { Target } from '../../../environment/target.ts'
import { orDamage } from '../../../state/damaged-file.ts'
import { readRows } from '../../../tools/postgres.ts'
import type { Tools } from '../../../tools/tools.ts'
import { listBackups } from '../../backups.ts'
import type { RestoreWindow } from './window.ts'

/**
 * How far the archive goes, by what it holds: its WAL and the manifests of its nights. `until`: null if it holds nothing or
 * does not answer. `isAhead`: it holds WAL that the database in use does not have, which is then not the one that was used.
 */
export type ArchivedUntil = { until: Date | null; isAhead: boolean }

/** Compares what the archive holds with the database in use. Never throws. */
export async function archivedUntil(
  { home }: Target,
  windows: readonly RestoreWindow[],
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<ArchivedUntil> {
  const found = windows.flatMap(window => ('why' in window ? [] : [window]))
  const question = 'select pg_walfile_name(pg_current_wal_lsn())'
  const [nights, [[current = null] = []]] = await Promise.all([
    orDamage(listBackups(home)),
    readRows(shell, home.database, question, { ...(signal && { signal }) }).catch((): string[][] => []),
  ])
  const shown = nights instanceof Error ? [] : nights.map(({ database }) => new Date(database.snapshotAt))
  const moments = [...shown, ...found.flatMap(({ until }) => until ?? [])]
  const last = moments.sort((one, other) => +one - +other).at(-1) ?? null
  // Names of segments rise with their timelines, and on each with their places.
  return { until: last, isAhead: current !== null && found.some(({ last }) => last !== null && last > current) }
}
