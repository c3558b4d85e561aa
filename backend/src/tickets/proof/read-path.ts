import type { Db } from '../../database/database.ts'
import { SLICE_LEAVES } from '../commitment/entry.ts'
import { HASH_BYTES, pathOf, rootOf } from '../commitment/merkle-tree.ts'
import { readLeaves } from '../commitment/queries.ts'
import { readSlice } from './queries.ts'

/**
 * Returns what reads the path of a leaf. A slice is a subtree, so it takes that slice and the roots of all of them. These
 * never change: they are computed once a contest, in about a second for a million tickets, and stay in memory.
 */
export function openPaths(db: Db) {
  const known = new Map<number, Promise<Buffer[]>>()
  const sliceRoots = (contestId: number) => {
    const roots = known.get(contestId) ?? readSliceRoots(db, contestId)
    known.set(contestId, roots)
    roots.catch(() => known.delete(contestId))
    return roots
  }
  return async (contestId: number, index: number): Promise<Buffer[]> => {
    const place = index % SLICE_LEAVES
    const [hashes, roots] = await Promise.all([readSlice(db, contestId, index - place), sliceRoots(contestId)])
    return [...pathOf(leavesIn(hashes), place), ...pathOf(roots, (index - place) / SLICE_LEAVES)]
  }
}

async function readSliceRoots(db: Db, contestId: number): Promise<Buffer[]> {
  const roots: Buffer[] = []
  for await (const { hashes } of readLeaves(db, contestId)) roots.push(rootOf(leavesIn(hashes)))
  return roots
}

function leavesIn(hashes: Buffer): Buffer[] {
  const starts = Array.from({ length: hashes.length / HASH_BYTES }, (_, leaf) => leaf * HASH_BYTES)
  return starts.map(start => hashes.subarray(start, start + HASH_BYTES))
}
