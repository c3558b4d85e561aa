import type { FrozenList, PlaceProof } from '@tiptop/contract/grand-draw.ts'
import { bytes, rootBy, sha256 } from '../../proof/check-proof.ts'

/** What is wrong with the proof of a place: whose it is, its entry, the list that it names, or the way to its root. */
export type PlaceFault = 'format' | 'participant' | 'entry' | 'list' | 'path'

const HASH = /^[0-9a-f]{64}$/

/**
 * Returns the first thing that is wrong with the proof that this participant is on the published list, or null if it
 * holds. An entry is SHA-256(salt ‖ number of the participant), a leaf SHA-256(0x00 ‖ entry), and the tree that of RFC 9162.
 */
export async function checkPlace(
  proof: PlaceProof,
  list: Pick<FrozenList, 'root' | 'count'>,
  participant: number,
): Promise<PlaceFault | null> {
  if (proof.format !== 1 || !HASH.test(proof.salt) || !Array.isArray(proof.path)) return 'format'
  if (proof.participant !== participant) return 'participant'
  const entry = await sha256([...bytes(proof.salt), ...new TextEncoder().encode(String(participant))])
  if (entry !== proof.entry) return 'entry'
  if (proof.root !== list.root || proof.count !== list.count) return 'list'
  const leaf = await sha256([0, ...bytes(entry)])
  const root = await rootBy(leaf, { index: proof.index, treeSize: proof.count, path: proof.path })
  return root === list.root ? null : 'path'
}
