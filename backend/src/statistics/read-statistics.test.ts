import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { DECLARED } from '../../test/counter.ts'
import { keepSessionsOpen, makeContest, makeShop, makeTickets, signedInClient } from '../../test/make.ts'
import { inPlainWords, plainCount } from '../../test/plain-count.ts'
import { foldCounts } from './fold-counts.ts'

const backend = await startBackend()
const { tools, clock } = backend
at('2026-10-20T10:00:00Z')
const admin = await signedInClient(backend, { role: 'admin', createdAt: new Date('2026-10-01T10:00:00Z') })

const statistics = async (query = '') => (await admin.get(`/admin/statistics?${query}`)).body
const onDay = (day: string) => statistics(`from=${day}&to=${day}`)

function at(moment: string): void {
  clock.at = new Date(moment)
}

const beforeTheContest = await admin.get('/admin/statistics')
test('without a contest there are no figures', () => {
  expect([beforeTheContest.status, beforeTheContest.body.code]).toEqual([404, 'not-found'])
})

const dates = { opensAt: new Date('2026-10-20T08:00:00Z'), playsUntil: new Date('2027-02-01T08:00:00Z') }
const { prizeIds } = await makeContest(tools, { ...dates, claimsUntil: new Date('2027-03-01T08:00:00Z') })
const codes = await makeTickets(tools, prizeIds[1] as number, 40)
await sql`update contests set ticket_count = 40, generated_at = now(), allotment_digest = '\\x00'`.execute(tools.owner)
const lyon = await makeShop(tools, 'Lyon')
const nice = await makeShop(tools, 'Nice')
const sacha = await signedInClient(backend, { role: 'employee', shopId: nice, createdAt: dates.opensAt })
await keepSessionsOpen(tools)

const player = (birthDate = '1990-05-17', createdAt = '2026-10-21T10:00:00Z') =>
  signedInClient(backend, { birthDate, createdAt: new Date(createdAt) })

async function play(who: Client): Promise<string> {
  const code = codes.pop() as string
  expect((await who.post('/plays', { code })).status).toBe(201)
  return code
}

const claim = async (code: string) =>
  expect((await sacha.post(`/handover/tickets/${code}/claim`, DECLARED)).status).toBe(200)

test('before the first play everything is 0, every shop and every age band is there, and no share is invented [1.3/G]', async () => {
  const figures = await statistics()
  expect(figures).toMatchObject({
    takenAt: '2026-10-20T10:00:00.000Z',
    period: { from: null, to: null },
    tickets: 40,
    plays: 0,
    handovers: 0,
    players: 0,
    accounts: 2,
    perDay: [],
    conversion: { playedOfTickets: 0, handedOverOfPlayed: null, playersOfAccounts: 0 },
  })
  reached('1.3/G')
  expect(figures.perShop).toMatchObject([
    { shop: { slug: 'lyon', name: 'Thé Tip Top Lyon' }, handovers: 0 },
    { shop: { slug: 'nice' }, handovers: 0 },
  ])
  expect(figures.perAge.map(({ from, to }: { from: number; to: number }) => [from, to])).toEqual([
    [18, 24],
    [25, 34],
    [35, 44],
    [45, 54],
    [55, 64],
    [65, null],
  ])
  expect(figures.perHour.map(({ hour }: { hour: number }) => hour)).toEqual([...Array(24).keys()])
})

test('an administrator reads how many tickets were played, how the prizes are spread and what share was handed over [1.3/G 1.3/H 1.3/I 1.3/J]', async () => {
  at('2026-11-02T09:30:00Z')
  const [camille, dany] = [await player(), await player('2008-11-02')]
  const first = await play(camille)
  for (const who of [camille, dany, dany]) await play(who)
  await claim(first)

  const figures = await statistics()
  expect(figures).toMatchObject({ tickets: 40, plays: 4, handovers: 1, players: 2, accounts: 4 })
  reached('1.3/G', '1.3/H')
  expect(figures.conversion).toEqual({ playedOfTickets: 0.1, handedOverOfPlayed: 0.25, playersOfAccounts: 0.5 })
  reached('1.3/J')
  expect(figures.prizes).toMatchObject([
    { prize: { slug: 'infuseur' }, allotted: 600, played: 0, handedOver: 0, remaining: 600 },
    { prize: { slug: 'coffret-69' }, allotted: 400, played: 4, handedOver: 1, remaining: 399 },
  ])
  reached('1.3/I')
  expect(figures.perDay).toEqual([{ day: '2026-11-02', plays: 4, handovers: 1 }])
  expect(figures.perHour[10]).toEqual({ hour: 10, plays: 4, handovers: 1 })
  expect(figures.perShop).toMatchObject([{ shop: { slug: 'lyon' }, handovers: 0 }, { handovers: 1 }])
  // One is 36, the other turns eighteen today.
  expect(figures.perAge).toEqual(
    expect.arrayContaining([
      { from: 18, to: 24, plays: 2 },
      { from: 35, to: 44, plays: 2 },
    ]),
  )
})

test('figures are the same before and after they are folded', async () => {
  const before = inPlainWords(await statistics())
  await foldCounts(tools)
  expect((await tools.db.selectFrom('uncounted_plays').selectAll().execute()).length).toBe(0)
  expect(inPlainWords(await statistics())).toEqual(before)
  expect(before).toEqual(await plainCount(tools))
})

test('a day ends at midnight in France, and a day without a play is shown as one', async () => {
  const someone = await player()
  at('2026-11-04T22:59:59.999Z')
  await play(someone)
  at('2026-11-06T23:00:00Z')
  await play(someone)
  expect((await onDay('2026-11-04')).perDay).toEqual([{ day: '2026-11-04', plays: 1, handovers: 0 }])
  expect((await onDay('2026-11-05')).perDay).toEqual([])
  expect((await statistics('from=2026-11-03')).perDay).toEqual([
    { day: '2026-11-04', plays: 1, handovers: 0 },
    { day: '2026-11-05', plays: 0, handovers: 0 },
    { day: '2026-11-06', plays: 0, handovers: 0 },
    { day: '2026-11-07', plays: 1, handovers: 0 },
  ])
})

test('the day on which the clocks go back has 25 hours, and its third hour counts twice', async () => {
  const someone = await player()
  for (const moment of ['24T22:00:00Z', '25T00:30:00Z', '25T01:30:00Z', '25T22:59:59Z', '25T23:00:00Z']) {
    at(`2026-10-${moment}`)
    await play(someone)
  }
  const { plays, perDay, perHour } = await onDay('2026-10-25')
  expect([plays, perDay]).toEqual([4, [{ day: '2026-10-25', plays: 4, handovers: 0 }]])
  const hours = perHour.filter((hour: { plays: number }) => hour.plays > 0)
  expect(hours.map((hour: { hour: number; plays: number }) => [hour.hour, hour.plays])).toEqual([
    [0, 1],
    [2, 2],
    [23, 1],
  ])
})

test('an undone handover leaves the hour in which it was made, not the one in which it is undone', async () => {
  at('2026-11-10T08:55:00Z')
  const code = await play(await player())
  await claim(code)
  await foldCounts(tools)
  expect((await onDay('2026-11-10')).perHour[9]).toEqual({ hour: 9, plays: 1, handovers: 1 })
  at('2026-11-10T09:04:00Z')
  expect((await sacha.post(`/handover/tickets/${code}/undo`, { reason: 'Erreur de caisse' })).status).toBe(200)
  const figures = await onDay('2026-11-10')
  expect([figures.handovers, figures.perHour[9], figures.perHour[10]]).toEqual([
    0,
    { hour: 9, plays: 1, handovers: 0 },
    { hour: 10, plays: 0, handovers: 0 },
  ])
  expect(figures.conversion.handedOverOfPlayed).toBe(0)
})

test('shares of a period follow its plays and its accounts to this day, and remaining prizes are those of now', async () => {
  at('2026-11-12T10:00:00Z')
  const early = await player('1980-01-01', '2026-11-12T09:00:00Z')
  await player('1980-01-01', '2026-11-12T09:30:00Z')
  const code = await play(early)
  const { remaining } = (await statistics()).prizes[1]
  at('2026-11-14T10:00:00Z')
  await claim(code)
  const played = await onDay('2026-11-12')
  expect(played).toMatchObject({ plays: 1, handovers: 0, players: 1, accounts: 2 })
  expect(played.conversion).toEqual({ playedOfTickets: 1 / 40, handedOverOfPlayed: 1, playersOfAccounts: 0.5 })
  const handedOver = await onDay('2026-11-14')
  expect(handedOver).toMatchObject({ plays: 0, handovers: 1, players: 0, accounts: 0 })
  expect(handedOver.conversion).toEqual({ playedOfTickets: 0, handedOverOfPlayed: null, playersOfAccounts: null })
  for (const figures of [played, handedOver]) expect(figures.prizes[1].remaining).toBe(remaining - 1)
})

test('of two plays the later may be counted first: the first one is still the first', async () => {
  const someone = await player()
  at('2026-11-16T10:00:00Z')
  await play(someone)
  await foldCounts(tools)
  at('2026-11-15T10:00:00Z')
  await play(someone)
  for (const _ of ['unfolded', 'folded']) {
    expect([(await onDay('2026-11-15')).players, (await onDay('2026-11-16')).players]).toEqual([1, 0])
    await foldCounts(tools)
  }
})

test('an age that is not known, or under eighteen, is shown when there is one', async () => {
  at('2026-11-18T10:00:00Z')
  const [young, nobody] = [await player('2011-01-01'), await player()]
  // What the token said a moment ago lets them play.
  await play(nobody)
  await tools.db.updateTable('users').set({ birth_date: null }).where('id', '=', nobody.userId).execute()
  const written = { player_id: young.userId, ticket_id: 1, prize_id: prizeIds[0] as number, played_at: tools.now() }
  await tools.owner.insertInto('uncounted_plays').values(written).execute()
  const { perAge } = await onDay('2026-11-18')
  expect([perAge[0], perAge.at(-1)]).toEqual([
    { from: 0, to: 17, plays: 1 },
    { from: null, to: null, plays: 1 },
  ])
})

test('figures are for administrators alone, and a period has its days in order [1.3/C]', async () => {
  expect((await new Client(backend).get('/admin/statistics')).status).toBe(401)
  for (const role of ['player', 'employee'] as const) {
    const { status, body } = await (await signedInClient(backend, { role, shopId: lyon })).get('/admin/statistics')
    expect([status, body.code]).toEqual([403, 'role-needed'])
  }
  reached('1.3/C')
  const wrong = await admin.get('/admin/statistics?from=2026-11-03&to=2026-11-02')
  expect([wrong.status, wrong.body]).toMatchObject([
    400,
    { code: 'invalid-request', detail: 'from: 2026-11-03 is after 2026-11-02' },
  ])
  expect((await admin.get('/admin/statistics?from=2026-02-30')).status).toBe(400)
  const widest = await admin.get('/admin/statistics?from=1900-01-01&to=9999-12-31')
  expect([widest.status, widest.body.plays > 0]).toEqual([200, true])
})
