import type { OwnPlace, PlaceProof } from '@tiptop/contract/grand-draw.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { leafHash, pathOf } from '../../tickets/commitment/merkle-tree.ts'
import type { Tools } from '../../tools.ts'
import { findDrawContest } from '../record/draw-contest.ts'
import { entryOf, saltOf } from './entry.ts'
import { SLICE } from './freeze-list.ts'

const HASH_BYTES = 32

/** Whether this person is on the frozen list, with the proof that anyone can check against its published root. */
export async function findOwnPlace({ db, config }: Pick<Tools, 'db' | 'config'>, userId: number): Promise<OwnPlace> {
  const contest = await findDrawContest(db, config.contest)
  const list = await db.selectFrom('draw_lists').selectAll().where('contest_id', '=', contest.id).executeTakeFirst()
  if (!list) return { listed: false, why: 'not-frozen' }
  const found = await db
    .selectFrom('draw_entries')
    .select('leaf_index')
    .where('contest_id', '=', contest.id)
    .where('player_id', '=', userId)
    .executeTakeFirst()
  if (!found) return { listed: false, why: await whyAbsent(db, contest.id, userId) }
  const salt = saltOf(config.tickets.pepper, contest.slug, userId)
  const proof: PlaceProof = {
    format: 1,
    contest: contest.slug,
    participant: userId,
    salt: salt.toString('hex'),
    entry: entryOf(salt, userId).toString('hex'),
    index: found.leaf_index,
    count: list.entry_count,
    path: await pathTo(db, contest.id, found.leaf_index, list.slice_roots),
    root: list.root.toString('hex'),
  }
  return { listed: true, proof }
}

/** Within the slice first, then from the slice's root on. */
async function pathTo(db: Db, contestId: number, index: number, sliceRoots: Buffer): Promise<string[]> {
  const slice = Math.floor(index / SLICE)
  const rows = await db
    .selectFrom('draw_entries')
    .select('entry')
    .where('contest_id', '=', contestId)
    .where('leaf_index', '>=', slice * SLICE)
    .where('leaf_index', '<', (slice + 1) * SLICE)
    .orderBy('leaf_index')
    .execute()
  const leaves = rows.map(({ entry }) => leafHash(entry))
  const roots = Array.from({ length: sliceRoots.length / HASH_BYTES }, (_, at) =>
    sliceRoots.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
  return [...pathOf(leaves, index % SLICE), ...pathOf(roots, slice)].map(node => node.toString('hex'))
}

type Absence = Extract<OwnPlace, { listed: false }>['why']

async function whyAbsent(db: Db, contestId: number, userId: number): Promise<Absence> {
  const { rows } = await sql<{ why: Absence }>`
    select case
      when role <> 'player' then 'staff'
      when not exists (
        select from participations p join prizes on prizes.id = p.prize_id
        where p.player_id = users.id and prizes.contest_id = ${contestId}
      ) then 'not-played'
      when exists (
        select from users other join draw_entries on player_id = other.id and draw_entries.contest_id = ${contestId}
        where other.birth_date = users.birth_date
          and name_vector(other.first_name, other.last_name) = name_vector(users.first_name, users.last_name)
      ) then 'same-person'
      else 'not-eligible' end as why
    from users where id = ${userId}`.execute(db)
  return rows[0]?.why ?? 'not-eligible'
}
