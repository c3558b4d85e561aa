import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { leafHash, openTree, rootOf } from '../../tickets/commitment/merkle-tree.ts'
import type { DrawContest } from '../record/draw-contest.ts'
import { findEligible } from './eligible.ts'
import { entryOf, saltOf } from './entry.ts'

/** Entries in a slice, whose root is kept: a proof reads one slice and these roots. A power of two. */
export const SLICE = 1024
const ROWS_AT_ONCE = 5_000

type ListedPerson = { entry: Buffer; playerId: number }
type ListFreezing = {
  pepper: string
  announcedRound: number | null
  now: Date
  bailiffId: number
  adminId: number
}

/**
 * Writes the list of those who take part, once and for good: their entries in ascending order, so that the order says
 * nothing about them, with the root of the tree over them. Needs the transaction in which the second person confirmed.
 * Refuses `draw-list-empty`. @returns root and count
 */
export async function freezeList(db: Db, contest: DrawContest, freezing: ListFreezing) {
  const { pepper, announcedRound, now, bailiffId, adminId } = freezing
  const people = (await findEligible(db, contest.id))
    .map(id => ({ entry: entryOf(saltOf(pepper, contest.slug, id), id), playerId: id }))
    .sort((one, other) => one.entry.compare(other.entry))
  if (people.length === 0) throw new Refusal('draw-list-empty')
  await insertEntries(db, contest.id, people)
  const { root, sliceRoots } = treeOf(people)
  await db
    .insertInto('draw_lists')
    .values({
      contest_id: contest.id,
      root,
      entry_count: people.length,
      slice_roots: sliceRoots,
      drand_round: announcedRound,
      frozen_at: now,
      bailiff_id: bailiffId,
      admin_id: adminId,
    })
    .execute()
  return { root, count: people.length }
}

function treeOf(people: ListedPerson[]): { root: Buffer; sliceRoots: Buffer } {
  const tree = openTree()
  const leaves = people.map(({ entry }) => leafHash(entry))
  for (const leaf of leaves) tree.append(leaf)
  const slices = Array.from({ length: Math.ceil(leaves.length / SLICE) }, (_, slice) =>
    rootOf(leaves.slice(slice * SLICE, (slice + 1) * SLICE)),
  )
  return { root: tree.root(), sliceRoots: Buffer.concat(slices) }
}

async function insertEntries(db: Db, contestId: number, people: ListedPerson[]): Promise<void> {
  for (let first = 0; first < people.length; first += ROWS_AT_ONCE) {
    const rows = people.slice(first, first + ROWS_AT_ONCE)
    await sql`
      insert into draw_entries (contest_id, leaf_index, entry, player_id)
      select ${contestId}, ${first} - 1 + place, entry, player_id
      from unnest(${rows.map(({ entry }) => entry)}::bytea[], ${rows.map(({ playerId }) => playerId)}::int[])
        with ordinality as _ (entry, player_id, place)`.execute(db)
  }
}
