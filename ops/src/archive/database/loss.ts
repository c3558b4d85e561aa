import type { Target } from '../../environment/target.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

/** What people did after a moment, which a database of that moment does not have. */
export type DataLoss = { plays: number; accounts: number; claims: number }

/** @returns null when the database does not say: it is down, or its tables are no longer those that this program knows */
export async function lossSince(
  moment: Date,
  { home }: Target,
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<DataLoss | null> {
  const at = moment.toISOString()
  const question = `select
    (select count(*) from tickets where id > 0 and played_at > '${at}'),
    (select count(*) from users where access_until is null and created_at > '${at}'),
    (select count(*) from tickets where id > 0 and claimed_at > '${at}')`
  const [row] = await readRows(shell, home.database, question, { ...(signal && { signal }) }).catch(() => [])
  if (!row) return null
  const [plays = 0, accounts = 0, claims = 0] = row.map(Number)
  return { plays, accounts, claims }
}

/** A sentence with the figures; without them when they are not known. */
export function lossWords(loss: DataLoss | null): string {
  if (!loss) return 'ce qui a été fait depuis est perdu, sans que cela puisse être compté'
  const { plays, accounts, claims } = loss
  if (plays + accounts + claims === 0) return 'rien de ce que les gens ont fait n’est perdu'
  return `perdu depuis : ${plays} participation(s), ${accounts} inscription(s), ${claims} remise(s)`
}
