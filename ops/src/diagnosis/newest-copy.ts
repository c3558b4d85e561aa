import { listBackups } from '../archive/backups.ts'
import { listRollbackPoints } from '../archive/rollback-points/points.ts'
import { askView, type DatabaseAccess } from '../release/data-checks/operations-views.ts'

/** A copy of the database to go back to. `playsSince`: the plays that came after it; null if they could not be counted. */
export type NewestCopy = { name: string; at: string; playsSince: number | null }

/** Returns the newest copy of the database on this server, of a rollback point or of a backup; null if there is none. */
export async function readNewestCopy(access: DatabaseAccess): Promise<NewestCopy | null> {
  const { home } = access
  const [points, nights] = await Promise.all([listRollbackPoints(home), listBackups(home)])
  const copies = [
    ...points.map(({ tag, at }) => ({ name: tag, at })),
    ...nights.map(({ name, database }) => ({ name, at: database.snapshotAt })),
  ]
  const [newest] = copies.sort((a, b) => b.at.localeCompare(a.at))
  return newest ? { ...newest, playsSince: await playsSince(access, newest.at).catch(() => null) } : null
}

async function playsSince(access: DatabaseAccess, at: string): Promise<number> {
  const moment = new Date(at).toISOString()
  const question = `select count(*) from operations_v1.plays where at > '${moment}'`
  const [[count = ''] = []] = await askView(access, 'plays', question)
  return Number(count)
}
