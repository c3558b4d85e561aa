import { listBackups } from '../../archive/backups.ts'
import { ASIDE, type SavedDump } from '../../archive/database/restore-snapshot.ts'
import { DUMP } from '../../archive/manifest.ts'
import type { ArchiveRepository } from '../../archive/physical/repository.ts'
import { windowOf } from '../../archive/physical/window.ts'
import { listRollbackPoints } from '../../archive/rollback-points/points.ts'
import type { RollbackPoint } from '../../archive/rollback-points/versions.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import { timeOfStamp } from '../../time/stamp.ts'
import { utcSecond } from '../../time/words.ts'
import { isRunning } from '../../tools/docker.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

/** What a database can be given back from, and the moment that it then shows. */
export type Origin =
  /** `point`: what served with it; null for the backup of a night */
  | { kind: 'copy'; name: string; at: Date; copy: SavedDump; point: RollbackPoint | null }
  /** a database that a restoration has put aside, still on the same server */
  | { kind: 'aside'; name: string; at: Date }
  | { kind: 'moment'; name: string; at: Date; repository: ArchiveRepository }

export type Wanted = { point: string; to: null } | { point: null; to: Date }

type Outside = Pick<Tools, 'shell'>

/** A word for the newest copy that is on this server. */
export const NEWEST = 'last'

/**
 * What was asked for, once it was found on this server or in an archive of its WAL.
 * @throws an Error in French that says what there is instead
 */
export async function findOrigin(target: Target, { point, to }: Wanted, tools: Outside): Promise<Origin> {
  if (to) return { kind: 'moment', name: utcSecond(to), at: to, repository: await repositoryWith(target, to, tools) }
  const origins = await listOrigins(target.home, tools)
  const found =
    point === NEWEST ? origins.find(({ kind }) => kind === 'copy') : origins.find(({ name }) => name === point)
  if (found) return found
  const named = point === NEWEST ? 'une copie de la base' : `« ${point} »`
  throw new Error(
    `Ce serveur n’a pas ${named}. ${origins.length ? `Il a ${origins.map(({ name }) => name).join(', ')}.` : 'Il n’en a aucune.'}`,
  )
}

/**
 * Refuses a copy that the release in service does not know: it could not be started on it, behind a site already closed.
 * @throws an Error in French that says which schemas these are, and the way to have that copy nevertheless
 */
export async function expectKnownSchema(target: Target, origin: Origin, tools: Outside): Promise<void> {
  if (origin.kind !== 'copy') return
  const { schema } = origin.copy.db
  const known = (await appliedMigrations(target, tools).catch(() => [])).at(-1)
  if (!schema || !known || schema <= known) return
  throw new Error(
    `La copie ${origin.name} a le schéma ${schema}, plus récent que ${known}, celui de la version en service : déployer d’abord la version qui va avec elle${origin.point?.release ? `, ou la reprendre en même temps (--full, version ${origin.point.release.version})` : ''}.`,
  )
}

/** The copies and the databases put aside of an environment, the newest first; without the latter when nobody answers. */
export async function listOrigins(home: Home, { shell }: Outside): Promise<Exclude<Origin, { kind: 'moment' }>[]> {
  const question = 'select datname from pg_database'
  const [points, nights, databases] = await Promise.all([
    listRollbackPoints(home),
    listBackups(home),
    readRows(shell, home.database, question, { database: 'postgres' }).catch(() => []),
  ])
  return [
    ...points.map(point => ({ kind: 'copy' as const, name: point.tag, at: new Date(point.at), copy: point, point })),
    ...nights.flatMap(({ name, folder, database, pieces }) => {
      const dump = pieces.find(({ kind }) => kind === 'database')
      const copy = dump && { tag: name, folder, db: { schema: database.schema, dump: { ...dump, file: DUMP } } }
      return copy ? [{ kind: 'copy' as const, name, at: new Date(database.snapshotAt), copy, point: null }] : []
    }),
    ...databases
      .flat()
      .filter(name => ASIDE.test(name))
      .map(name => ({ kind: 'aside' as const, name, at: timeOfStamp(name) })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime())
}

/**
 * The archive that reaches this moment; that of this server first, which is the quicker one. What the running database
 * has not archived yet, it archives when it stops.
 */
async function repositoryWith(target: Target, to: Date, tools: Outside): Promise<ArchiveRepository> {
  const [windows, up] = await Promise.all([
    windowOf(target, tools),
    isRunning(tools.shell, target.home.database.container),
  ])
  const bounds: string[] = []
  for (const window of windows) {
    if ('why' in window) bounds.push(window.why)
    else if (!window.from || !window.until) bounds.push(`${titles[window.repository]} n’a pas de sauvegarde de base`)
    else if (window.from <= to && (up || to <= window.until)) return window.repository
    else bounds.push(`${titles[window.repository]} va du ${utcSecond(window.from)} au ${utcSecond(window.until)}`)
  }
  throw new Error(`Aucune archive n’atteint ${utcSecond(to)} :\n  ${bounds.join('\n  ')}`)
}

const titles: Record<ArchiveRepository, string> = { here: 'l’archive de ce serveur', s3: 'l’archive lointaine' }
