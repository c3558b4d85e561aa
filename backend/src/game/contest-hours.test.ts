import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeContest, makeTickets, makeUser } from '../../test/make.ts'
import { openVerification } from '../verification/open-verification.ts'
import { openGame } from './play-ticket.ts'

const OPENS = new Date('2026-11-01T08:00:00Z')
const ENDS = new Date('2026-12-31T08:00:00Z')
const before = (moment: Date) => new Date(moment.getTime() - 1)

const backend = await startBackend()
const { tools } = backend
const { prizeIds } = await makeContest(tools, { opensAt: OPENS, playsUntil: ENDS, claimsUntil: ENDS })
const codes = await makeTickets(tools, prizeIds[0] as number, 10)
const playerId = await makeUser(tools)
const address = '203.0.113.9'

/** Plays tickets that arrive together, one at each of these moments. */
async function playAt(...moments: Date[]) {
  const clock = moments.values()
  const playTicket = openGame({ ...tools, now: () => clock.next().value as Date })
  return Promise.allSettled(
    moments.map(() => playTicket({ code: codes.pop() as (typeof codes)[number], playerId, role: 'player', address })),
  )
}

const won = { status: 'fulfilled', value: { again: false, play: { ticket: { status: 'pending' } } } }
const refused = (reason: object) => ({ status: 'rejected', reason })

test('the game is open from the first moment to the last before its end', async () => {
  expect(await playAt(before(OPENS))).toMatchObject([refused({ code: 'contest-closed' })])
  expect(await playAt(OPENS)).toMatchObject([won])
  expect(await playAt(before(ENDS))).toMatchObject([won])
  expect(await playAt(ENDS)).toMatchObject([refused({ code: 'contest-closed' })])
})

test('plays that share a round are judged at the time of the latest: one that was in time may come again', async () => {
  expect(await playAt(before(ENDS), ENDS)).toMatchObject([
    refused({ code: 'service-unavailable', retryAfterSeconds: 1 }),
    refused({ code: 'contest-closed' }),
  ])
  expect(await playAt(OPENS, before(OPENS))).toMatchObject([won, won])
})

test('the figures count plays of players, and not those of a verification', async () => {
  const plays = async () => (await tools.metrics.plays.get()).values[0]?.value
  const known = (await plays()) ?? 0
  await playAt(OPENS)
  expect(await plays()).toBe(known + 1)

  const { player, ticket } = await openVerification({ ...tools, db: tools.owner }, { minutes: 10 })
  const client = new Client(backend)
  await client.post('/auth/login', player)
  expect((await client.post('/plays', { code: ticket })).status).toBe(201)
  expect(await plays()).toBe(known + 1)
})
