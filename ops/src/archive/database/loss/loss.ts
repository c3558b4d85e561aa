import { type PostgresServer, readRows } from '../../../tools/postgres.ts'
import type { Tools } from '../../../tools/tools.ts'

/** What people did after a moment, which a database of that moment does not have. */
export type DataLoss = { plays: number; accounts: number; claims: number }
/** The same, or why it cannot be counted, in French. */
export type LossCount = DataLoss | { why: string }

/** Counts what people did after a moment, as the application's views for operations show it. Never throws. */
export async function lossSince(
  moment: Date,
  server: PostgresServer,
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<LossCount> {
  const [loss = { why: SILENT }] = await lossesSince([moment], server, { shell }, signal)
  return loss
}

/** The same for several moments, which the database is asked for at once. */
export async function lossesSince(
  moments: readonly Date[],
  server: PostgresServer,
  { shell }: Pick<Tools, 'shell'>,
  signal?: AbortSignal,
): Promise<LossCount[]> {
  if (!moments.length) return []
  const question = moments.map(questionOf).join(';\n')
  const rows = await readRows(shell, server, question, { ...(signal && { signal }) }).catch(whyUncounted)
  return moments.map((_, place) => {
    const row = Array.isArray(rows) ? rows[place] : null
    if (!row) return Array.isArray(rows) ? { why: SILENT } : rows
    const [plays = 0, accounts = 0, claims = 0] = row.map(Number)
    return { plays, accounts, claims }
  })
}

const SILENT = 'la base en service ne répond pas'
const WITHOUT_VIEWS = 'la base en service n’a pas les vues qui le comptent'

const whyUncounted = (error: Error) => ({
  why: /(relation|schema) \S+ does not exist/.test(error.message) ? WITHOUT_VIEWS : SILENT,
})

function questionOf(moment: Date): string {
  const count = (view: string) => `(select count(*) from operations_v1.${view} where at > '${moment.toISOString()}')`
  return `select ${count('plays')}, ${count('accounts')}, ${count('handovers')}`
}

/**
 * Words the loss as a sentence in French, without figures if they are not known. `isAhead`: the archive holds what the database
 * that counted does not have; the worse of the two stands.
 */
export function lossWords(loss: LossCount, { isAhead } = { isAhead: false }): string {
  if ('why' in loss) return `ce qui a été fait depuis est perdu, sans que cela puisse être compté : ${loss.why}`
  const { plays, accounts, claims } = loss
  const isNone = plays + accounts + claims === 0
  if (isAhead && isNone) return lossWords({ why: BEHIND })
  if (isNone) return 'rien de ce que les gens ont fait n’est perdu'
  const counted = `perdu depuis : ${plays} participation(s), ${accounts} inscription(s), ${claims} remise(s)`
  return isAhead ? `${counted}, au moins : ${BEHIND}` : counted
}

const BEHIND = 'la base en service s’arrête avant la fin de l’archive'
