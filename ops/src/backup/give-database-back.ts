import type { Target } from '../environment/target.ts'
import { readRows } from '../tools/postgres.ts'
import type { Tools } from '../tools/tools.ts'
import { appliedMigrations } from './migrations.ts'
import { restoreSnapshot } from './restore-snapshot.ts'
import type { RollbackPoint } from './rollback-point/versions.ts'

/**
 * Gives the environment the database of a rollback point, and says what people did since, which is not in it. One whose
 * schema is still that of the point stays as it is: a migration that failed has changed nothing.
 */
export async function giveDatabaseBack(
  target: Target,
  point: RollbackPoint,
  tools: Tools,
  tell: (said: string) => void,
): Promise<void> {
  const schema = (await appliedMigrations(target, tools)).at(-1) ?? null
  if (schema === point.db.schema) return tell('la base n’avait pas changé')
  const lost = await lossSince(point, target, tools)
  const { aside } = await restoreSnapshot(target, point, tools)
  tell(`base de ${timeOf(point)} ; ${lost} ; la base quittée est gardée sous ${aside}`)
}

/** A sentence with the figures; without them when the tables are no longer those that this program knows. */
async function lossSince(point: RollbackPoint, { home }: Target, { shell }: Tools): Promise<string> {
  const question = `select
    (select count(*) from tickets where id > 0 and played_at > '${point.at}'),
    (select count(*) from users where access_until is null and created_at > '${point.at}'),
    (select count(*) from tickets where id > 0 and claimed_at > '${point.at}')`
  const [row] = await readRows(shell, home, question).catch(() => [])
  if (!row) return 'ce qui a été fait depuis est perdu, sans que cela puisse être compté'
  const [plays = '0', accounts = '0', claims = '0'] = row
  if ([plays, accounts, claims].every(count => count === '0')) return 'rien de ce que les gens ont fait n’est perdu'
  return `perdu depuis : ${plays} participation(s), ${accounts} inscription(s), ${claims} remise(s)`
}

const timeOf = ({ at }: RollbackPoint) => `${at.slice(11, 19)} UTC`
