import { type PostgresServer, readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'

/** What people did after a moment, which a database of that moment does not have. */
export type DataLoss = { plays: number; accounts: number; claims: number }

/**
 * Counts what people did after a moment, as the application's views for operations show it.
 * @returns null if the database does not answer, or is too old to have these views
 */
export async function lossSince(
  moment: Date,
  server: PostgresServer,
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<DataLoss | null> {
  const [loss = null] = await lossesSince([moment], server, { shell }, signal)
  return loss
}

/** The same for several moments, which the database is asked for at once. */
export async function lossesSince(
  moments: readonly Date[],
  server: PostgresServer,
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<(DataLoss | null)[]> {
  if (!moments.length) return []
  const question = moments.map(questionOf).join(';\n')
  const rows = await readRows(shell, server, question, { ...(signal && { signal }) }).catch(() => [])
  return moments.map((_, place) => {
    const row = rows[place]
    if (!row) return null
    const [plays = 0, accounts = 0, claims = 0] = row.map(Number)
    return { plays, accounts, claims }
  })
}

function questionOf(moment: Date): string {
  const count = (view: string) => `(select count(*) from operations_v1.${view} where at > '${moment.toISOString()}')`
  return `select ${count('plays')}, ${count('accounts')}, ${count('handovers')}`
}

/**
 * Words the loss as a sentence in French, without figures if they are not known. `isAhead`: the archive holds what the database
 * that counted does not have; the worse of the two stands.
 */
export function lossWords(loss: DataLoss | null, { isAhead } = { isAhead: false }): string {
  if (!loss) return 'ce qui a été fait depuis est perdu, sans que cela puisse être compté'
  const { plays, accounts, claims } = loss
  const isNone = plays + accounts + claims === 0
  if (isAhead && isNone) return `${lossWords(null)} : ${BEHIND}`
  if (isNone) return 'rien de ce que les gens ont fait n’est perdu'
  const counted = `perdu depuis : ${plays} participation(s), ${accounts} inscription(s), ${claims} remise(s)`
  return isAhead ? `${counted}, au moins : ${BEHIND}` : counted
}

const BEHIND = 'la base en service s’arrête avant la fin de l’archive'
