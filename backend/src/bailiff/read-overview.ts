import type { BailiffOverview } from '@tiptop/contract/bailiff.ts'
import { findLastVerification } from '../audit/chain/record-verification.ts'
import { findHead } from '../audit/chain/trail-head.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { countByPrize, findContest } from './queries.ts'

/** The sums and hashes of the current contest. Refuses `not-found` while there is no contest. */
export async function readOverview({
  db,
  config,
  now,
}: Pick<Tools, 'db' | 'config' | 'now'>): Promise<BailiffOverview> {
  const contest = await findContest(db, config.contest)
  if (!contest) throw new Refusal('not-found')
  const prizes = await countByPrize(db, contest.id)
  const total = (part: 'played' | 'claimed') => prizes.reduce((sum, prize) => sum + prize[part], 0)
  const [generated, played, claimed] = [contest.ticket_count ?? 0, total('played'), total('claimed')]
  return {
    takenAt: now().toISOString(),
    tickets: { generated, unclaimed: generated - played, pending: played - claimed, claimed },
    prizes,
    trail: { head: await findHead(db), verified: await findLastVerification(db) },
  }
}
