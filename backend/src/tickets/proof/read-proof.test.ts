import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Contest } from '@tiptop/contract/contest.ts'
import { inclusionProof } from '@tiptop/contract/proof.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { makeFormerContest } from '../../../test/former-contest.ts'
import { generationTools, scratchFolder, theTipTop } from '../../../test/generation.ts'
import { signedInClient } from '../../../test/make.ts'
import { openTickets } from '../../../test/open-tickets.ts'
import { generateTickets } from '../generation/generate-tickets.ts'
import { openPaths } from './read-path.ts'

const VERIFIER = join(import.meta.dirname, '../../../../frontend/public/preuve/verify.mjs')
const folder = await scratchFolder()
const backend = await startBackend()
const { pepper } = backend.tools.config.tickets
const opensAt = '2027-01-04T09:00:00+01:00'
const before = () => new Date('2026-12-01T08:00:00Z')
const generation = { ...(await generationTools(backend.databaseUrl)), now: before }

/** A contest of three slices, the last one short, after another contest. */
const printFile = join(folder, 'codes.csv')
const first = await theTipTop({ slug: 'first', opensAt })
await generateTickets(generation, { contest: first, count: 100, printFile: join(folder, 'first.csv') })
await generateTickets(generation, { contest: await theTipTop({ opensAt }), count: 2_493, canaries: 7, printFile })
const tickets = await openTickets(backend.tools.owner, { pepper, printFile })
/** The contest begins after the 100 tickets of the first one. */
const indexOf = ({ id }: { id: number }) => id - 101
/** The ticket whose leaf has this index, or the one after a canary, which no one can play. */
function ticketAt(index: number): (typeof tickets)[number] {
  const ordered = tickets.toSorted((one, other) => one.id - other.id)
  return (ordered.find(ticket => indexOf(ticket) >= index) ?? ordered.at(-1)) as (typeof tickets)[number]
}
backend.clock.at = new Date('2027-01-05T09:00:00Z')

/** What the stand-alone verifier, which knows nothing of the backend, says of this proof. */
async function verified(proof: object, commitment: object, code: string): Promise<string> {
  const [proofFile, commitmentFile] = [join(folder, 'proof.json'), join(folder, 'commitment.json')]
  await writeFile(proofFile, JSON.stringify(proof))
  await writeFile(commitmentFile, JSON.stringify(commitment))
  return (await promisify(execFile)(process.execPath, [VERIFIER, proofFile, commitmentFile, code])).stdout
}

test('GET /contest publishes the commitment: root, size, quotas and canaries', async () => {
  const { body } = await (await signedInClient(backend)).get('/contest')
  expect(body.commitment).toMatchObject({ format: 1, root: expect.stringMatching(/^[0-9a-f]{64}$/), treeSize: 2_500 })
  const quotas = body.prizes.map(({ slug, quota }: Contest['prizes'][number], index: number) => {
    return { position: index + 1, slug, count: quota }
  })
  expect(body.commitment).toMatchObject({ quotas, canaries: 7 })
  expect(body.ticketCount).toBe(2_493)
})

test('a player proves each prize by itself, in every slice of the leaves and at their borders', async () => {
  const player = await signedInClient(backend)
  const { body: contest } = await player.get('/contest')
  for (const index of [0, 1_023, 1_024, 2_048, 2_499]) {
    const ticket = ticketAt(index)
    const { code, slug } = ticket
    await player.post('/plays', { code })
    const { status, body } = await player.get(`/me/tickets/${code}/proof`)
    expect(status).toBe(200)
    const proof = inclusionProof.parse(body)
    expect(proof).toMatchObject({
      contest: 'the-tip-top',
      code,
      prize: { slug },
      index: indexOf(ticket),
      treeSize: 2_500,
    })
    expect(await verified(proof, contest, code)).toContain(`✓ Le ticket ${code} avait le lot « ${slug} »`)
  }
})

test('no one gets the proof of an unplayed ticket, nor of another player’s, and a visitor gets none', async () => {
  const [player, other] = [await signedInClient(backend), await signedInClient(backend)]
  const { code } = ticketAt(7)
  expect(await player.get(`/me/tickets/${code}/proof`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  await player.post('/plays', { code })
  expect((await player.get(`/me/tickets/${code.toLowerCase()}/proof`)).status).toBe(200)
  expect(await other.get(`/me/tickets/${code}/proof`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  player.cookies.clear()
  expect((await player.get(`/me/tickets/${code}/proof`)).status).toBe(401)
  expect((await other.get('/me/tickets/ABC/proof')).body.code).toBe('invalid-code-format')
})

test('a ticket of a contest with the former digest has no proof, and the answer says so', async () => {
  const definition = await theTipTop({ slug: 'former', opensAt })
  const connection = generation.connection
  const { codes } = await makeFormerContest(connection.db, { definition, count: 100, pepper })
  const player = await signedInClient(backend)
  expect((await player.post('/plays', { code: codes[0] })).status).toBe(201)
  const { status, body } = await player.get(`/me/tickets/${codes[0]}/proof`)
  expect([status, body.code]).toEqual([404, 'proof-unavailable'])
})

test('the roots of slices are stored with the commitment; where they are false or missing, leaves give the same path', async () => {
  const { db, client } = generation.connection
  const { rows } = await sql<{ id: number; root: Buffer; stored: Buffer; computed: Buffer }>`
    select contests.id, commitment_root as root, roots as stored, (
      select string_agg(operations_v1.merkle_root(hashes), ''::bytea order by first_leaf)
      from commitment_leaves where contest_id = contests.id
    ) as computed
    from commitment_slice_roots join contests on contests.id = contest_id order by contests.id`.execute(db)
  expect(rows.map(({ stored }) => stored.length)).toEqual([32, 3 * 32])
  for (const { stored, computed } of rows) expect(stored).toEqual(computed)
  const { id: contestId, root } = rows[1] as (typeof rows)[number]
  const path = () => openPaths(db)({ contestId, root, index: 2_048 })
  const before = await path()
  await expect(client.query('delete from commitment_slice_roots')).rejects.toThrow('never changes')
  await client.query('alter table commitment_slice_roots disable trigger user')
  for (const change of [
    `update commitment_slice_roots set roots = sha256('') || roots`,
    'delete from commitment_slice_roots',
  ]) {
    await client.query(change)
    expect(await path()).toEqual(before)
  }
})

test('the proof still comes after the first reading of the leaves has failed', async () => {
  const unread = await startBackend({}, backend.databaseUrl)
  unread.clock.at = backend.clock.at
  const player = await signedInClient(unread)
  const { code } = ticketAt(11)
  await player.post('/plays', { code })
  const { client } = generation.connection
  await client.query('revoke select on commitment_leaves from tiptop_application')
  expect((await player.get(`/me/tickets/${code}/proof`)).status).toBe(500)
  await client.query('grant select on commitment_leaves to tiptop_application')
  expect((await player.get(`/me/tickets/${code}/proof`)).status).toBe(200)
})
