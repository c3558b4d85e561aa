import { ASIDE } from '../../archive/aside/asides.ts'
import { listBackups, listForeignBackups } from '../../archive/backups.ts'
import type { SavedDump } from '../../archive/database/restore-snapshot.ts'
import { DUMP, type ForeignCopy, foreignWords, OWN_FOLDER } from '../../archive/manifest.ts'
import { windowOf } from '../../archive/physical/reach/window.ts'
import type { ArchiveRepository } from '../../archive/physical/repository.ts'
import { listForeignPoints, listRollbackPoints } from '../../archive/rollback-points/points.ts'
import type { RollbackPoint } from '../../archive/rollback-points/versions.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import { timeOfStamp } from '../../time/stamp.ts'
import { utcSecond } from '../../time/words.ts'
import { isRunning } from '../../tools/docker.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

/** What a database can be restored from, and the moment that it then shows. */
export type RestoreOrigin =
  /** `point`: the rollback point that the copy belongs to; null for the backup of a night */
  | { kind: 'copy'; name: string; at: Date; copy: SavedDump; point: RollbackPoint | null }
  /** a former database, which a restoration put aside on this server */
  | { kind: 'aside'; name: string; at: Date }
  | { kind: 'moment'; name: string; at: Date }

/** A copy or a former database by its name, or a moment. */
export type OriginRequest = { point: string; to: null } | { point: null; to: Date }

type Shelled = Pick<Tools, 'shell'>

/** The word for the newest copy on this server. */
export const NEWEST = 'last'

/**
 * Finds what was asked for on this server, or in an archive of its WAL.
 * @throws Failure `not-there` in French, with what there is instead; `refused` for a copy of another environment
 */
export async function findOrigin(target: Target, { point, to }: OriginRequest, tools: Shelled): Promise<RestoreOrigin> {
  if (to) {
    await expectArchived(target, to, tools)
    return { kind: 'moment', name: utcSecond(to), at: to }
  }
  const origins = await listOrigins(target.home, tools)
  const found =
    point === NEWEST ? origins.find(({ kind }) => kind === 'copy') : origins.find(({ name }) => name === point)
  if (found) return found
  const foreign = (await listForeign(target.home)).find(({ name }) => name === point)
  if (foreign) throw new Failure('refused', `${foreignWords(foreign, target.home.environment)}.`, { hint: OWN_FOLDER })
  const named = point === NEWEST ? 'une copie de la base' : `« ${point} »`
  const there = origins.length ? `Il a ${origins.map(({ name }) => name).join(', ')}.` : 'Il n’en a aucune.'
  throw new Failure('not-there', `Ce serveur n’a pas ${named}. ${there}`, {
    hint: `tiptop restore ${target.home.environment} montre tout ce qui peut revenir.`,
  })
}

/**
 * Refuses a copy whose schema is newer than the release in service: that release could not start on it, and the site would
 * already be closed.
 * @throws Failure `refused` in French with both schemas, and the way to restore that copy all the same
 */
export async function expectKnownSchema(target: Target, origin: RestoreOrigin, tools: Shelled): Promise<void> {
  if (origin.kind !== 'copy') return
  const { schema } = origin.copy.db
  const known = (await appliedMigrations(target.home.database, tools).catch(() => [])).at(-1)
  if (!schema || !known || schema <= known) return
  const said = `La copie ${origin.name} a le schéma ${schema}, plus récent que ${known}, celui de la version en service.`
  const { release } = origin.point ?? {}
  const together = release ? `, ou la reprendre en même temps (--full, version ${release.version})` : ''
  throw new Failure('refused', said, { hint: `Déployer d’abord la version qui va avec elle${together}.` })
}

/** The copies on this server, among those of an environment, that say that they are of another one. */
export async function listForeign(home: Home): Promise<ForeignCopy[]> {
  return [...(await listForeignPoints(home)), ...(await listForeignBackups(home))]
}

/**
 * Lists the copies and the former databases of an environment, the newest first; copies alone if PostgreSQL is down. Names
 * give the order: each is behind those that were there, whatever the clock said.
 */
export async function listOrigins(
  home: Home,
  { shell }: Shelled,
): Promise<Exclude<RestoreOrigin, { kind: 'moment' }>[]> {
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
  ].sort((a, b) => timeOfStamp(b.name).getTime() - timeOfStamp(a.name).getTime())
}

/**
 * Expects an archive that begins before this moment and ends after it. A moment past its end counts while the database runs:
 * what it has not archived yet, it archives when it stops.
 * @throws Failure `not-there` in French, with what each archive reaches
 */
async function expectArchived(target: Target, to: Date, tools: Shelled): Promise<void> {
  const [windows, up] = await Promise.all([
    windowOf(target, tools),
    isRunning(tools.shell, target.home.database.container),
  ])
  const bounds: string[] = []
  for (const window of windows) {
    if ('why' in window) bounds.push(window.why)
    else if (!window.from || !window.until || !window.arrived)
      bounds.push(`${titles[window.repository]} n’a pas de sauvegarde de base`)
    else if (window.from <= to && (up || to <= window.arrived)) return
    else bounds.push(`${titles[window.repository]} va du ${utcSecond(window.from)} au ${utcSecond(window.until)}`)
  }
  throw new Failure('not-there', `Aucune archive n’atteint ${utcSecond(to)} :\n  ${bounds.join('\n  ')}`, {
    hint: 'Donnez un moment entre ces bornes, ou une copie : --point.',
  })
}

const titles: Record<ArchiveRepository, string> = { here: 'l’archive de ce serveur', s3: 'l’archive lointaine' }
