import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { rootOf } from '../tickets/commitment/merkle-tree.ts'

const SLICE = 1024

const { owner } = (await startBackend()).tools
await sql`set session_replication_role = replica`.execute(owner)

const leavesOf = (count: number) => Array.from({ length: count }, () => randomBytes(32))
const ask = async (view: string, slug: string) =>
  (await sql.raw(`select * from operations_v1.${view} where slug = '${slug}'`).execute(owner)).rows[0]

/** A contest that is committed to leaves, as its owner writes it. @returns its number and the root */
async function commit(slug: string, leaves: Buffer[]) {
  const root = rootOf(leaves)
  const { rows } = await sql<{ id: number }>`
    insert into contests (slug, name, opens_at, receipts_until, plays_until, claims_until, grand_prize_fr, grand_prize_en,
      grand_prize_value_cents, ticket_count, generated_at, first_ticket_id, commitment_format, commitment_root, print_file_sha256)
    values (${slug}, '', now(), now() + '1 day', now() + '1 day', now() + '1 day', '', '', 0, ${leaves.length}, now(), 1, 1,
      ${root}, 'x') returning id`.execute(owner)
  const [{ id }] = rows as [{ id: number }]
  for (let first = 0; first < leaves.length; first += SLICE) {
    const hashes = Buffer.concat(leaves.slice(first, first + SLICE))
    await sql`insert into commitment_leaves values (${id}, ${first}, ${hashes})`.execute(owner)
  }
  return { id, root: root.toString('hex') }
}

test('the database hashes the leaves that it holds into the root of RFC 9162', async () => {
  for (const count of [1, 2, 3, 7, 1023, 1024, 1025, 2100, 4097]) {
    const slug = `of-${count}`
    const { root } = await commit(slug, leavesOf(count))
    expect(await ask('commitments', slug)).toEqual({ slug, root, tickets: count, leaves: count, leaves_root: root })
  }
})

test('changed and missing leaves give another root than the one that was written down', async () => {
  const { id, root } = await commit('changed', leavesOf(1500))
  await sql`update commitment_leaves set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)
    where contest_id = ${id} and first_leaf = 0`.execute(owner)
  expect(await ask('commitments', 'changed')).toMatchObject({ root, leaves_root: expect.not.stringMatching(root) })
  await sql`delete from commitment_leaves where contest_id = ${id}`.execute(owner)
  expect(await ask('commitments', 'changed')).toMatchObject({ root, leaves: 0, leaves_root: null })
})

test('a play leaves the digest of the tickets as it is; another masked prize, another code or a ticket less do not', async () => {
  const { id } = await commit('played', leavesOf(5000))
  await sql`insert into tickets (id, contest_id, masked_prize, code_hash)
    select i, ${id}, i % 256, substring(sha256(int4send(i)) from 1 for 16) from generate_series(1, 5000) i`.execute(
    owner,
  )
  const seen = () => ask('allotments', 'played')
  const before = await seen()
  expect(before).toEqual({ slug: 'played', tickets: 5000, digest: expect.stringMatching(/^[\da-f]{64}$/) })
  await sql`update tickets set status = 'pending', prize_id = 1, code = 'A', player_id = 1, played_at = now()
    where id = 7`.execute(owner)
  expect(await seen()).toEqual(before)
  const changes = [
    'update tickets set masked_prize = masked_prize # 3 where id = 4321',
    'update tickets set code_hash = substring(sha256(code_hash) from 1 for 16) where id = 4321',
    'delete from tickets where id = 4321',
  ]
  const digests = new Set([JSON.stringify(before)])
  for (const change of changes) {
    await sql.raw(change).execute(owner)
    digests.add(JSON.stringify(await seen()))
  }
  expect(digests.size).toBe(4)
})
