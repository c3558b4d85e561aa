import type { Commitment, InclusionProof } from '@tiptop/contract/proof.ts'
import { PROOFS_KEY } from '../../accounts/offline/kept-prizes.ts'
import { isKnownVisitor } from '../../accounts/session/known-visitor.ts'

/** A proof, and the commitment that was published when it was fetched. */
export type KeptProof = { proof: InclusionProof; commitment: Commitment }

/** Keeps a proof in this browser, to be checked again without network, until the player signs out. */
export function keepProof(kept: KeptProof): void {
  // A visitor who signed out in another tab meanwhile is not known any more.
  if (!isKnownVisitor()) return
  try {
    localStorage.setItem(PROOFS_KEY, JSON.stringify({ ...keptProofs(), [kept.proof.code]: kept }))
  } catch {}
}

/** Returns the proof that was kept of the ticket with this code, or null. */
export function keptProof(code: string): KeptProof | null {
  return keptProofs()[code] ?? null
}

function keptProofs(): Record<string, KeptProof> {
  try {
    return JSON.parse(localStorage.getItem(PROOFS_KEY) ?? '{}')
  } catch {
    return {}
  }
}
