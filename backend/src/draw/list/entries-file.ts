import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import { findDrawContest } from '../record/draw-contest.ts'

const ENTRIES_AT_ONCE = 8_192

/**
 * The entries of the frozen list in the order of its tree, 64 hexadecimal digits a line. It reads some thousands at a
 * time, so memory stays flat. Refuses `not-found` until the list is frozen.
 */
export async function readEntries({ db, config }: Pick<Tools, 'db' | 'config'>): Promise<AsyncIterable<string>> {
  const contest = await findDrawContest(db, config.contest)
  const list = await db
    .selectFrom('draw_lists')
    .select('entry_count')
    .where('contest_id', '=', contest.id)
    .executeTakeFirst()
  if (!list) throw new Refusal('not-found')
  return linesOf(db, contest.id, list.entry_count)
}

async function* linesOf(db: Tools['db'], contestId: number, count: number): AsyncGenerator<string> {
  for (let first = 0; first < count; first += ENTRIES_AT_ONCE) {
    const rows = await db
      .selectFrom('draw_entries')
      .select('entry')
      .where('contest_id', '=', contestId)
      .where('leaf_index', '>=', first)
      .where('leaf_index', '<', first + ENTRIES_AT_ONCE)
      .orderBy('leaf_index')
      .execute()
    yield rows.map(({ entry }) => `${entry.toString('hex')}\n`).join('')
  }
}
