import { listBackups } from '../archive/backups.ts'
import { listRollbackPoints } from '../archive/rollback-points/points.ts'
import { readRows } from '../tools/postgres.ts'
import type { Copy } from './advice.ts'
import type { Place } from './probes/database.ts'

/** The newest copy of the database on this server: of a rollback point or of a night. */
export async function readCopy(place: Place): Promise<Copy | null> {
  const { home } = place
  const [points, nights] = await Promise.all([listRollbackPoints(home), listBackups(home)])
  const copies = [
    ...points.map(({ tag, at }) => ({ name: tag, at })),
    ...nights.map(({ name, database }) => ({ name, at: database.snapshotAt })),
  ]
  const [newest] = copies.sort((a, b) => b.at.localeCompare(a.at))
  return newest ? { ...newest, playsSince: await playsSince(place, newest.at).catch(() => null) } : null
}

async function playsSince({ home, shell, signal }: Place, at: string): Promise<number> {
  const moment = new Date(at).toISOString()
  const question = `select count(*) from participations where ticket_id > 0 and played_at > '${moment}'`
  const [[count = ''] = []] = await readRows(shell, home.database, question, { signal })
  return Number(count)
}
