import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { TestBackend } from '../../test/backend.ts'
import { DECLARED } from '../../test/counter.ts'
import { makeUser } from '../../test/make.ts'
import { as, expectExact, type History, makeHistory, reconcileTwo, startTwo } from '../../test/two-histories.ts'
import { openSealer } from '../audit/chain/seal-events.ts'
import { recordEvent } from '../audit/record-event.ts'

const PLAYERS = 3
const TICKETS = 4
const ids = { admin: 0, staff: [0, 0], players: [0, 0, 0] }

/** What people do, as often as it is allowed: what the site refuses changes nothing. */
type Deed = { act: 'play' | 'claim' | 'undo' | 'erase' | 'join'; who: number; ticket: number }

const deed = fc.record<Deed>({
  act: fc.constantFrom('play', 'play', 'play', 'claim', 'claim', 'undo', 'erase', 'join'),
  who: fc.nat(PLAYERS - 1),
  ticket: fc.nat(TICKETS - 1),
})
const deeds = fc.array(deed, { maxLength: 12 })
const histories = fc.record({ shared: deeds, left: deeds, used: deeds, stopAfter: fc.nat(12) })

/** The players that a backend knows: an account that joins takes the place of another one for what follows. */
async function live(backend: TestBackend, codes: string[], all: Deed[], joining: string): Promise<void> {
  const players = [...ids.players]
  for (const [place, { act, who, ticket }] of all.entries()) {
    const player = players[who] as number
    const url = `/handover/tickets/${codes[ticket]}`
    const employee = ids.staff[who % 2] as number
    if (act === 'join') players[who] = await makeUser(backend.tools, { email: `${joining}-${place}@example.test` })
    else if (act === 'play') await (await as(backend, player)).post('/plays', { code: codes[ticket] })
    else if (act === 'claim') await (await as(backend, employee)).post(`${url}/claim`, DECLARED)
    else if (act === 'undo') await (await as(backend, employee)).post(`${url}/undo`, { reason: 'Mauvais ticket' })
    else await erase(backend, player)
  }
}

async function erase(backend: TestBackend, player: number): Promise<void> {
  const { email, erased_at } = await userOf(backend, player)
  if (!erased_at) await (await as(backend, player)).delete('/me', { confirmation: email })
}

const userOf = ({ tools }: TestBackend, id: number) =>
  tools.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const ticketsOf = ({ tools }: TestBackend) =>
  tools.db
    .selectFrom('tickets')
    .select(['id', 'status', 'player_id', 'played_at', 'claimed_at', 'claimed_by'])
    .where('id', '>', 0)
    .orderBy('id')
    .execute()
type TicketRow = Awaited<ReturnType<typeof ticketsOf>>[number]

/**
 * A prize has left if it was handed over in either history since they parted and not taken back there. A handover from
 * before stands while neither has taken it back.
 */
function statusAfter(common: TicketRow, sides: TicketRow[]): TicketRow['status'] {
  if (sides.every(({ status }) => status === 'unclaimed')) return 'unclaimed'
  const handovers = sides.map(({ claimed_at }) => claimed_at?.getTime())
  const known = common.claimed_at?.getTime()
  return handovers.every(at => at) || handovers.some(at => at && at !== known) ? 'claimed' : 'pending'
}

const erasedOf = async ({ tools }: TestBackend) =>
  (await tools.db.selectFrom('users').select('id').where('erased_at', 'is not', null).execute()).map(({ id }) => id)
const trailOf = async ({ tools }: TestBackend) =>
  (await sql<{ kind: string }>`select kind, ticket_id from audit_events order by id`.execute(tools.db)).rows

async function makeShared(shared: Deed[]): Promise<History> {
  return makeHistory(TICKETS, async (backend, { codes, shops }) => {
    ids.admin = await makeUser(backend.tools, { role: 'admin' })
    ids.staff = [
      await makeUser(backend.tools, { role: 'employee', shopId: shops.nice }),
      await makeUser(backend.tools, { role: 'employee', shopId: shops.lyon }),
    ]
    ids.players = [await makeUser(backend.tools), await makeUser(backend.tools), await makeUser(backend.tools)]
    await recordEvent(backend.tools.db, { kind: 'signed-in', at: new Date(), actorId: ids.admin })
    await openSealer({ db: backend.tools.owner, now: backend.tools.now })()
    await live(backend, codes, shared, 'shared')
  })
}

test('whatever happened in both, afterwards each ticket has one player, each prize that has left is handed over, the erased are erased, and figures and trail are exact; a run that is killed anywhere ends alike', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ shared, left, used, stopAfter }) => {
      const two = await startTwo(await makeShared(shared))
      const { former, current, codes } = two
      const common = await ticketsOf(former)
      await live(former, codes, left, 'left')
      await live(current, codes, used, 'used')
      const [were, before] = [await ticketsOf(former), await ticketsOf(current)]
      const erased = [...(await erasedOf(former)), ...(await erasedOf(current))].filter(id => ids.players.includes(id))

      await reconcileTwo(two, { stopAfter }).catch(error => expect(error.message).toBe('killed'))
      const found = await reconcileTwo(two)
      const after = await ticketsOf(current)
      for (const [place, { status, player_id, played_at }] of after.entries()) {
        const [was, had] = [were[place], before[place]] as [TicketRow, TicketRow]
        expect(status).toBe(statusAfter(common[place] as TicketRow, [was, had]))
        if (had.player_id) expect(player_id).toBe(had.player_id)
        else if (was.player_id) expect(played_at).toEqual(was.played_at)
      }
      expect(await erasedOf(current)).toEqual(expect.arrayContaining(erased))
      await expectExact(current, ids.admin)

      const trail = await trailOf(current)
      const again = await reconcileTwo(two)
      expect(again.questions).toEqual(found.questions)
      expect(await trailOf(current)).toEqual(trail)
      await two.close()
    }),
    { numRuns: 10, endOnFailure: true },
  )
})
