import { type DataLoss, type LossCount, lossWords } from '../archive/database/loss/loss.ts'
import type { SeenPlays } from '../archive/database/loss/seen-plays.ts'

/**
 * What is known of a loss once the database of a rollback point is back. `since`: what the database that was left counts after
 * the point; `left` and `back`: all that it and the one that is back hold; `seen`: what nginx saw after the point.
 */
type UndoLoss = { since: LossCount; left: LossCount; back: LossCount; seen: SeenPlays | null }

const kinds = ['plays', 'accounts', 'claims'] as const
const SHORT = 'la base quittée en a moins que la copie'

/**
 * Words the loss in French, without flattering it: of what the database that was left says of the time since, and of what it has
 * more than the one that is back, the larger one stands. A migration that took rows away cannot hide that it did.
 */
export function undoLossWords(loss: UndoLoss): string {
  const { since, seen } = loss
  const [worst, doubt] = 'why' in since ? [since, null] : worstOf(loss, since)
  const isNone = !('why' in worst) && kinds.every(kind => worst[kind] === 0)
  const counted =
    doubt && !isNone ? `${lossWords(worst)}, au moins : ${doubt}` : lossWords(doubt ? { why: doubt } : worst)
  if (!seen || seen.since <= ('why' in worst ? 0 : worst.plays)) return counted
  return `${counted} ; nginx a vu passer ${seen.since} participation(s) depuis, essais compris`
}

/** @returns also why it may be more, in French; null if it is not */
function worstOf({ left, back }: UndoLoss, since: DataLoss): [worst: DataLoss, doubt: string | null] {
  if ('why' in left) return [since, left.why]
  if ('why' in back) return [since, back.why]
  const worst = (kind: (typeof kinds)[number]) => Math.max(since[kind], left[kind] - back[kind])
  const isShort = kinds.some(kind => left[kind] < back[kind])
  return [{ plays: worst('plays'), accounts: worst('accounts'), claims: worst('claims') }, isShort ? SHORT : null]
}
