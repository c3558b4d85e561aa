import type { PlayAnswer } from '@tiptop/contract/game.ts'

const KEY = 'tiptop-prizes'
/** Where the proofs of these prizes are kept, which the dialog of a proof writes. */
export const PROOFS_KEY = 'tiptop-proofs'
/** Another number when what is kept looks otherwise: what an earlier release has kept is not shown then. */
const SHAPE = 1

/**
 * What a player saw of their prizes, newest first. `owner`: the account; `seenAt`: when, in milliseconds; `hasOlder`: the
 * player has older prizes, which are not kept
 */
export type KeptPrizes = {
  shape: typeof SHAPE
  owner: number
  seenAt: number
  plays: PlayAnswer[]
  hasOlder?: boolean
}

/** Keeps the prizes of the account `owner` in this browser, to be shown without network, until it signs out. */
export function keepPrizes(prizes: Omit<KeptPrizes, 'shape'>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ shape: SHAPE, ...prizes } satisfies KeptPrizes))
  } catch {}
}

/** Returns what was kept, or null if no prize was. */
export function keptPrizes(): KeptPrizes | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as KeptPrizes | null
    return kept?.shape === SHAPE && kept.plays.length ? kept : null
  } catch {
    return null
  }
}

/** Removes the prizes and proofs that were kept, unless it belongs to the account `butOf`. */
export function forgetPrizes(butOf?: number): void {
  if (butOf !== undefined && keptPrizes()?.owner === butOf) return
  try {
    localStorage.removeItem(KEY)
    localStorage.removeItem(PROOFS_KEY)
  } catch {}
}
