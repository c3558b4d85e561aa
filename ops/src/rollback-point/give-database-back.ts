import { lossSince, lossWords } from '../archive/database/loss.ts'
import { restoreSnapshot } from '../archive/database/restore-snapshot.ts'
import type { RollbackPoint } from '../archive/rollback-points/versions.ts'
import { appliedMigrations } from '../release/migrations.ts'
import { clockSecond } from '../time/words.ts'
import type { PostgresServer } from '../tools/postgres.ts'
import type { Tools } from '../tools/tools.ts'

/**
 * Gives a server the database of a rollback point, and says what people did since, which is not in it. A database
 * whose schema is still that of the point stays as it is: a migration that failed has changed nothing.
 */
export async function giveDatabaseBack(
  server: PostgresServer,
  point: RollbackPoint,
  tools: Tools,
  tell: (said: string) => void,
): Promise<void> {
  const schema = (await appliedMigrations(server, tools)).at(-1) ?? null
  if (schema === point.db.schema) return tell('la base n’avait pas changé')
  const lost = lossWords(await lossSince(new Date(point.at), server, tools))
  const { aside } = await restoreSnapshot(server, point, tools)
  tell(`base de ${clockSecond(point.at)} UTC ; ${lost}${aside ? ` ; la base quittée est gardée sous ${aside}` : ''}`)
}
