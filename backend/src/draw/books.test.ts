import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startDraw } from '../../test/draw.ts'

const platform = await startDraw({ env: { DRAW_ALTERNATES: '1' } })
const { db, owner } = platform.backend.tools
const [player] = await platform.participants(3)
const { bailiff, admin, freeze, draw } = await platform.meet()
const people = { contest: platform.contestId, bailiff: bailiff.userId, admin: admin.userId, player: player?.userId }

/** Runs these statements in one transaction, as a person who holds the backend's password would. */
const asBackend = (...statements: string[]) =>
  db.transaction().execute(async db => {
    for (const statement of statements) {
      const text = statement.replace(/\$(\w+)/g, (_, name) => String(people[name as keyof typeof people]))
      await sql.raw(text).execute(db)
    }
  })
const entry = `insert into draw_entries (contest_id, leaf_index, entry, player_id) values ($contest, 0, sha256(''), $player)`
const list = (count: number) => `
  insert into draw_lists (contest_id, root, entry_count, slice_roots, frozen_at, bailiff_id, admin_id)
  values ($contest, sha256(''), ${count}, sha256(''), '2023-08-23T15:30:00Z', $bailiff, $admin)`
const confirmed = (role: string, who: string) => `
  insert into draw_confirmations (contest_id, step, role, user_id, session_id, at)
  values ($contest, 'freeze', '${role}', ${who}, gen_random_uuid(), '2023-08-23T15:30:00Z')`

test('with the password of the backend, no list is written that two people have not confirmed, or that miscounts', async () => {
  const refused = { code: '23000' }
  await expect(asBackend(entry, list(1))).rejects.toMatchObject(refused)
  await expect(asBackend(confirmed('bailiff', '$bailiff'), entry, list(1))).rejects.toMatchObject(refused)
  await expect(asBackend(confirmed('bailiff', '$admin'))).rejects.toMatchObject(refused)
  const both = [confirmed('bailiff', '$bailiff'), confirmed('admin', '$admin')]
  await expect(asBackend(...both, entry, list(2))).rejects.toMatchObject(refused)
  await expect(asBackend(...both, entry, list(1), 'select 1 / 0')).rejects.toMatchObject({ code: '22012' })
})

test.each([
  `insert into draws (contest_id, attempt, number, commitment, seed, answer_days, reason, drawn_at, bailiff_id, admin_id)
    values ($contest, 2, '123456', '', sha256(''), 30, 'because', '2023-08-23T15:31:00Z', $bailiff, $admin)`,
  `insert into draw_ranks (contest_id, attempt, rank, leaf_index)
    select $contest, 1, 3, leaf_index from draw_entries where leaf_index not in (select leaf_index from draw_ranks)`,
  `insert into draw_entries (contest_id, leaf_index, entry, player_id) values ($contest, 99, sha256(''), 99)`,
  `insert into draw_outcomes (contest_id, attempt, rank, outcome, actor_id, at)
    values ($contest, 1, 2, 'claimed', $admin, now())`,
])('once the draw is made, the backend cannot: %s', async statement => {
  await prepared()
  await expect(asBackend(statement)).rejects.toMatchObject({ code: '23000' })
})

test.each(['draw_confirmations', 'draw_lists', 'draw_entries', 'draws', 'draw_ranks', 'draw_outcomes', 'draw_letters'])(
  'what stands in %s is never changed, by the backend nor by the owner',
  async table => {
    for (const statement of [
      `update ${table} set contest_id = 1`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]) {
      await expect(asBackend(statement)).rejects.toMatchObject({ code: '42501' })
      await expect(sql.raw(statement).execute(owner)).rejects.toThrow('are never changed nor deleted')
    }
  },
)

let making: Promise<unknown> | undefined
function prepared() {
  making ??= freeze().then(() => draw('271828182845'))
  return making
}
