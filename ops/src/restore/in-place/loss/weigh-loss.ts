import { type DataLoss, lossSince, lossWords } from '../../../archive/database/loss.ts'
import type { Target } from '../../../environment/target.ts'
import { utcSecond } from '../../../time/words.ts'
import { readRows } from '../../../tools/postgres.ts'
import type { Tools } from '../../../tools/tools.ts'
import { readSeenPlays, type SeenPlays } from './seen-plays.ts'

/** What going back to a moment costs. The running database may be the damaged one, so nginx is asked as well. */
type WeighedLoss = { lost: DataLoss | null; seen: SeenPlays | null; lastKept: Date | null }

type Shelled = Pick<Tools, 'shell'>

export async function weighLoss(target: Target, at: Date, tools: Shelled, signal?: AbortSignal): Promise<WeighedLoss> {
  const [lost, seen, lastKept] = await Promise.all([
    lossSince(at, target.home.database, tools, signal),
    readSeenPlays(target, at, tools, signal),
    lastPlayUntil(at, target, tools),
  ])
  return { lost, seen, lastKept }
}

/** Returns when the last play up to a moment was; null also if the database is down, or older than its views for operations. */
async function lastPlayUntil(at: Date, { home }: Target, { shell }: Shelled): Promise<Date | null> {
  const question = `select to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from operations_v1.plays where at <= '${at.toISOString()}'`
  const [row] = await readRows(shell, home.database, question).catch(() => [])
  return row?.[0] ? new Date(row[0]) : null
}

/** Sentences in French: the last play that is kept, and what is lost. */
export function lossLines({ lost, seen, lastKept }: WeighedLoss): string[] {
  const [last] = [lastKept, seen?.lastBefore ?? null].filter(date => date !== null).sort((a, b) => +b - +a)
  const isDoubted = lost?.plays === 0 && seen !== null && seen.since > 0
  return [
    `dernière participation gardée : ${last ? utcSecond(last) : 'inconnue'}`,
    // A damaged database counts what is left in it.
    isDoubted ? `${lossWords(lost)}, si la base en service compte juste` : lossWords(lost),
    ...(seen ? [`nginx a vu passer ${seen.since} participation(s) depuis ce moment, essais compris`] : []),
  ]
}
