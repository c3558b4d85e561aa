import type { Db } from '../../database/database.ts'
import { SLICE_LEAVES } from '../commitment/entry.ts'
import { HASH_BYTES, pathOf, rootOf } from '../commitment/merkle-tree.ts'
import { readLeaves } from '../commitment/queries.ts'
import { readSlice, readStoredSliceRoots } from './queries.ts'

type CommittedLeaf = { contestId: number; root: Buffer; index: number }

/**
 * Returns what reads the path of a leaf. A slice is a subtree, so it takes that slice and the roots of all of them. These
 * never change: they are read once a contest and stay in memory.
 */
export function openPaths(db: Db) {
  const known = new Map<number, Promise<Buffer[]>>()
  const sliceRoots = ({ contestId, root }: CommittedLeaf) => {
    const roots = known.get(contestId) ?? readSliceRoots(db, contestId, root)
    known.set(contestId, roots)
    roots.catch(() => known.delete(contestId))
    return roots
  }
  return async (leaf: CommittedLeaf): Promise<Buffer[]> => {
    const { contestId, index } = leaf
    const place = index % SLICE_LEAVES
    const [hashes, roots] = await Promise.all([readSlice(db, contestId, index - place), sliceRoots(leaf)])
    return [...pathOf(hashesIn(hashes), place), ...pathOf(roots, (index - place) / SLICE_LEAVES)]
  }
}

/**
 * The stored roots if they lead to the root of the commitment. Otherwise they are computed from all leaves, in about a
 * second for a million tickets.
 */
async function readSliceRoots(db: Db, contestId: number, root: Buffer): Promise<Buffer[]> {
  const stored = hashesIn((await readStoredSliceRoots(db, contestId)) ?? Buffer.alloc(0))
  if (rootOf(stored).equals(root)) return stored
  const roots: Buffer[] = []
  for await (const { hashes } of readLeaves(db, contestId)) roots.push(rootOf(hashesIn(hashes)))
  return roots
}

function hashesIn(hashes: Buffer): Buffer[] {
  const starts = Array.from({ length: hashes.length / HASH_BYTES }, (_, place) => place * HASH_BYTES)
  return starts.map(start => hashes.subarray(start, start + HASH_BYTES))
}
