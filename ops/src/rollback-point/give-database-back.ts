import { lossesSince, lossSince } from '../archive/database/loss/loss.ts'
import { readSeenPlays } from '../archive/database/loss/seen-plays.ts'
import { restoreSnapshot } from '../archive/database/restore-snapshot.ts'
import type { RollbackPoint } from '../archive/rollback-points/versions.ts'
import type { Target } from '../environment/target.ts'
import { appliedMigrations } from '../release/migrations.ts'
import { clockSecond } from '../time/words.ts'
import type { Tools } from '../tools/tools.ts'
import { undoLossWords } from './undo-loss.ts'

/** Before everything that a database holds. */
const EVER = new Date(0)
const SILENT = { why: 'la base en service ne répond pas' }

/**
 * Gives a server the database of a rollback point, and says what people did since, which is not in it. A database
 * whose schema is still that of the point stays as it is: a migration that failed has changed nothing.
 */
export async function giveDatabaseBack(
  target: Target,
  point: RollbackPoint,
  tools: Tools,
  tell: (said: string) => void,
): Promise<void> {
  const server = target.home.database
  const at = new Date(point.at)
  const schema = (await appliedMigrations(server, tools)).at(-1) ?? null
  if (schema === point.db.schema) return tell('la base n’avait pas changé')
  const [since = SILENT, left = SILENT] = await lossesSince([at, EVER], server, tools)
  const seen = await readSeenPlays(target, at, tools)
  const { aside } = await restoreSnapshot(server, point, tools)
  const back = await lossSince(EVER, server, tools)
  const lost = undoLossWords({ since, left, back, seen })
  tell(`base de ${clockSecond(point.at)} UTC ; ${lost}${aside ? ` ; la base quittée est gardée sous ${aside}` : ''}`)
}
