import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { TestBackend } from '../../test/backend.ts'
import { makeUser } from '../../test/make.ts'
import { as, decideTwo, expectExact, makeHistory, reconcileTwo, startTwo } from '../../test/two-histories.ts'
import { recordEvent } from '../audit/record-event.ts'

const ids = { admin: 0, alix: 0, brune: 0 }
const history = await makeHistory(6, async ({ tools }) => {
  ids.admin = await makeUser(tools, { role: 'admin' })
  ids.alix = await makeUser(tools)
  ids.brune = await makeUser(tools)
  await recordEvent(tools.db, { kind: 'signed-in', at: new Date(), actorId: ids.admin })
})

async function play(backend: TestBackend, player: number, code = ''): Promise<void> {
  expect((await (await as(backend, player)).post('/plays', { code })).status).toBe(201)
}

const decisionsIn = ({ tools }: TestBackend) =>
  tools.db
    .selectFrom('audit_events')
    .select(['actor_id', 'ticket_id', 'details'])
    .where('kind', '=', 'conflict-decided')
    .execute()

/** Two codes that Alix has played in the database that was left, and Brune in the one in use. */
async function contradicting() {
  const two = await startTwo(history)
  for (const code of two.codes.slice(0, 2)) {
    await play(two.former, ids.alix, code)
    await play(two.current, ids.brune, code)
  }
  const { conflicts } = await reconcileTwo(two)
  const events = conflicts.map(({ event }) => event.id)
  expect(events).toHaveLength(2)
  return { two, events }
}

test('what an operator has decided stays as it is, is no longer shown, and is in the trail with its author and reason', async () => {
  const { two, events } = await contradicting()
  const [first, second] = events as [number, number]
  const answer = { events: [first], by: 'claire', reason: 'Brune a gardé le ticket de caisse' }
  expect((await decideTwo(two, { ...answer, dryRun: true })).decided).toHaveLength(1)
  expect(await decisionsIn(two.current)).toEqual([])

  expect((await decideTwo(two, answer)).decided).toMatchObject([{ question: { kind: 'played-by-another', ticket: 1 } }])
  expect(await decisionsIn(two.current)).toEqual([
    {
      actor_id: null,
      ticket_id: 1,
      details: {
        decision: 'keep',
        question: 'played-by-another',
        by: 'claire',
        reason: 'Brune a gardé le ticket de caisse',
        replayed: expect.objectContaining({ event: first }),
      },
    },
  ])
  const left = await reconcileTwo(two)
  expect(left.conflicts.map(({ event }) => event.id)).toEqual([second])
  expect(left.tallies['ticket-played']).toEqual({ replayed: 0, already: 1, undecided: 1 })
  const players = await sql`select player_id from tickets where id <= 2 order by id`.execute(two.current.tools.db)
  expect(players.rows).toEqual([{ player_id: ids.brune }, { player_id: ids.brune }])
  await expectExact(two.current, ids.admin)
})

test('a decision that is repeated changes nothing, and neither its author nor its reason', async () => {
  const { two, events } = await contradicting()
  await decideTwo(two, { events, by: 'claire', reason: 'Les deux ont le même foyer' })
  const before = await decisionsIn(two.current)
  const again = await decideTwo(two, { events, by: 'denis', reason: 'Une autre raison' })
  expect(again.decided).toEqual([])
  expect(again.already.map(({ event, by }) => [event.id, by])).toEqual(events.map(id => [id, 'claire']))
  expect(await decisionsIn(two.current)).toEqual(before)
})

test('what is no conflict cannot be decided, and then nothing is', async () => {
  const { two, events } = await contradicting()
  await play(two.former, ids.alix, two.codes[3])
  const later = Math.max(...events) + 1
  for (const wrong of [later, 1, 999_999]) {
    const answer = { events: [...events, wrong], by: 'claire', reason: 'Une raison' }
    await expect(decideTwo(two, answer)).rejects.toThrow(`Rien à décider de l’événement n° ${wrong}.`)
  }
  expect(await decisionsIn(two.current)).toEqual([])
})
