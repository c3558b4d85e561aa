import type { Db } from '../../database/database.ts'
import { publishedAt } from '../choice/beacon.ts'
import { listConfirmations } from './confirmations.ts'

type AskedRound = { attempt: number; announced: number | null; now: Date }

/**
 * The round of a draw. Once a round is published for which a number had been entered, the result can be known: that
 * round stands, whatever is announced later, or a result that displeases would be replaced in silence.
 */
export async function findRound(
  db: Db,
  contestId: number,
  { attempt, announced, now }: AskedRound,
): Promise<number | null> {
  const entered = await listConfirmations(db, contestId, { step: 'draw', attempt, role: 'bailiff' })
  const decided = entered.flatMap(({ round, at }) =>
    round !== null && at < publishedAt(round) && publishedAt(round) <= now ? [round] : [],
  )
  return decided.length ? Math.min(...decided) : announced
}
