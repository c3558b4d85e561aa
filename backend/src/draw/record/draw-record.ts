import type { Db } from '../../database/database.ts'

/** What a rank was drawn to, and what became of it. */
export type RankRecord = {
  rank: number
  index: number
  entry: Buffer
  playerId: number
  outcome: { kind: 'claimed' | 'passed-over'; reason: string | null; actorId: number; at: Date } | null
}

/** A draw that was made, with its ranks in order. */
export type DrawMade = {
  attempt: number
  reason: string | null
  drawnAt: Date
  commitment: Buffer
  number: string
  beacon: { round: number; signature: Buffer } | null
  seed: Buffer
  answerDays: number
  bailiffId: number
  adminId: number
  ranks: RankRecord[]
}

export type FrozenListRecord = {
  root: Buffer
  count: number
  announcedRound: number | null
  frozenAt: Date
  bailiffId: number
  adminId: number
}

/** All that was done so far: the list, if it is frozen, and the draws in their order. */
export type DrawRecord = { list: FrozenListRecord | null; draws: DrawMade[] }

export async function readRecord(db: Db, contestId: number): Promise<DrawRecord> {
  const list = await readList(db, contestId)
  const draws = list ? await db.selectFrom('draws').selectAll().where('contest_id', '=', contestId).execute() : []
  const ranks = draws.length ? await readRanks(db, contestId) : []
  const made = draws.map(row => ({
    attempt: row.attempt,
    reason: row.reason,
    drawnAt: row.drawn_at,
    commitment: row.commitment,
    number: row.number,
    beacon: row.drand_round && row.drand_signature ? { round: row.drand_round, signature: row.drand_signature } : null,
    seed: row.seed,
    answerDays: row.answer_days,
    bailiffId: row.bailiff_id,
    adminId: row.admin_id,
    ranks: ranks.filter(({ attempt }) => attempt === row.attempt).map(({ attempt: _, ...rank }) => rank),
  }))
  return { list, draws: made.sort((one, other) => one.attempt - other.attempt) }
}

async function readList(db: Db, contestId: number): Promise<FrozenListRecord | null> {
  const row = await db
    .selectFrom('draw_lists')
    .select(['root', 'entry_count', 'drand_round', 'frozen_at', 'bailiff_id', 'admin_id'])
    .where('contest_id', '=', contestId)
    .executeTakeFirst()
  if (!row) return null
  const { root, entry_count, drand_round, frozen_at, bailiff_id, admin_id } = row
  return {
    root,
    count: entry_count,
    announcedRound: drand_round,
    frozenAt: frozen_at,
    bailiffId: bailiff_id,
    adminId: admin_id,
  }
}

async function readRanks(db: Db, contestId: number): Promise<(RankRecord & { attempt: number })[]> {
  const rows = await db
    .selectFrom('draw_ranks as drawn')
    .innerJoin('draw_entries as listed', join =>
      join.onRef('listed.contest_id', '=', 'drawn.contest_id').onRef('listed.leaf_index', '=', 'drawn.leaf_index'),
    )
    .leftJoin('draw_outcomes as turn', join =>
      join
        .onRef('turn.contest_id', '=', 'drawn.contest_id')
        .onRef('turn.attempt', '=', 'drawn.attempt')
        .onRef('turn.rank', '=', 'drawn.rank'),
    )
    .select(['drawn.attempt', 'drawn.rank', 'drawn.leaf_index', 'listed.entry', 'listed.player_id'])
    .select(['turn.outcome', 'turn.reason', 'turn.actor_id', 'turn.at'])
    .where('drawn.contest_id', '=', contestId)
    .orderBy('drawn.rank')
    .execute()
  return rows.map(row => ({
    attempt: row.attempt,
    rank: row.rank,
    index: row.leaf_index,
    entry: row.entry,
    playerId: row.player_id,
    outcome:
      row.outcome && row.actor_id && row.at
        ? { kind: row.outcome as 'claimed' | 'passed-over', reason: row.reason, actorId: row.actor_id, at: row.at }
        : null,
  }))
}
