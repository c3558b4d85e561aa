import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeContest, makeTickets, signedInClient } from '../../test/make.ts'
import { encodeCursor } from '../lists/cursor.ts'
import { eraseLocked } from '../personal-data/erase-account.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'

const backend = await startBackend()
const { db, owner, config } = backend.tools
const contest = await makeContest(backend.tools)
const codes = await makeTickets(backend.tools, contest.prizeIds[1] as number, 100)
const nextCode = () => codes.pop() as string
const ticketOf = (code: string) =>
  db
    .selectFrom('tickets')
    .selectAll()
    .where('code_hash', '=', hashCode(config.tickets.pepper, code as never))
    .executeTakeFirstOrThrow()

const eventsOf = (actorId: number) =>
  db
    .selectFrom('audit_events')
    .select(['kind', 'ticket_id'])
    .where('actor_id', '=', actorId)
    .where('kind', '<>', 'signed-in')
    .execute()

beforeEach(async () => {
  backend.clock.at = null
  await db.deleteFrom('attempt_limits').execute()
})

test('a signed-in player plays a code and learns which prize is waiting for them [1.1/O 1.1/P 1.1/R 1.1/T 1.1/U 1.1/V]', async () => {
  const player = await signedInClient(backend)
  const code = nextCode()
  const { status, body } = await player.post('/plays', { code })
  expect(status).toBe(201)
  reached('1.1/O', '1.1/P', '1.1/R')
  expect(body.ticket).toMatchObject({ code, status: 'pending' })
  expect(body.prize).toMatchObject({ slug: 'coffret-69', name: { fr: 'Coffret', en: 'Coffret' } })
  reached('1.1/T')

  const row = await ticketOf(code)
  expect(row).toMatchObject({ status: 'pending', player_id: player.userId, code })
  reached('1.1/U', '1.1/V')
  expect(row.played_at?.toISOString()).toBe(body.ticket.playedAt)
})

test('a play writes its participation and its audit event with it', async () => {
  const player = await signedInClient(backend)
  await player.post('/plays', { code: nextCode() })
  const participations = await db
    .selectFrom('participations')
    .selectAll()
    .where('player_id', '=', player.userId)
    .execute()
  const events = await eventsOf(player.userId)
  expect(participations).toHaveLength(1)
  expect(events).toMatchObject([{ kind: 'ticket-played', ticket_id: participations[0]?.ticket_id }])
})

test('a code is accepted in any case, with spaces and dashes', async () => {
  const player = await signedInClient(backend)
  const code = nextCode()
  const { status, body } = await player.post('/plays', {
    code: ` ${code.slice(0, 5).toLowerCase()} - ${code.slice(5)} `,
  })
  expect([status, body.ticket.code]).toEqual([201, code])
})

test.each(['ABCDE', 'ABCDE-FGHJ0', 'ABCDEFGHJKM', '', "'; drop table"])(
  'a text that cannot be a code (%j) is refused without looking at the tickets [1.1/M 1.1/N]',
  async code => {
    const player = await signedInClient(backend)
    const { status, body } = await player.post('/plays', { code })
    expect([status, body.code]).toEqual([400, 'invalid-code-format'])
    reached('1.1/N')
    expect(await db.selectFrom('attempt_limits').selectAll().execute()).toEqual([])
    reached('1.1/M')
  },
)

test('a request without a code, or with something else, names the field', async () => {
  const player = await signedInClient(backend)
  for (const body of [{}, { code: 12 }, { code: 'A'.repeat(65) }]) {
    const answer = await player.post('/plays', body)
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([400, 'invalid-request', 'code'])
  }
})

test('a code that no ticket has is refused as unknown [1.1/P 1.1/Q]', async () => {
  const player = await signedInClient(backend)
  const { status, body, headers } = await player.post('/plays', { code: 'ZZZZZZZZZZ' })
  expect([status, body.code]).toEqual([404, 'ticket-unknown'])
  reached('1.1/P', '1.1/Q')
  expect(headers['content-type']).toContain('application/problem+json')
})

test('a ticket that another player has played is refused, and stays theirs [1.1/R 1.1/S]', async () => {
  const [first, second] = [await signedInClient(backend), await signedInClient(backend)]
  const code = nextCode()
  await first.post('/plays', { code })
  const { status, body } = await second.post('/plays', { code })
  expect([status, body.code]).toEqual([409, 'ticket-already-played'])
  reached('1.1/R', '1.1/S')
  expect((await ticketOf(code)).player_id).toBe(first.userId)
})

test('a player who asks again after a broken connection gets the same answer, and no second prize', async () => {
  const player = await signedInClient(backend)
  const code = nextCode()
  const first = await player.post('/plays', { code })
  const again = await player.post('/plays', { code })
  expect([first.status, again.status]).toEqual([201, 200])
  expect(again.body).toEqual(first.body)
  expect((await player.get('/me/tickets')).body.items).toHaveLength(1)
})

test('no one plays without a session, nor before their birth date and acceptance of the rules are known [1.1/B]', async () => {
  const code = nextCode()
  const stranger = await new Client(backend).post('/plays', { code })
  expect([stranger.status, stranger.body.code]).toEqual([401, 'session-needed'])
  reached('1.1/B')
  for (const facts of [{ birthDate: null }, { rulesAccepted: false }, { birthDate: '2015-01-01' }]) {
    const incomplete = await (await signedInClient(backend, facts)).post('/plays', { code })
    expect([incomplete.status, incomplete.body.code]).toEqual([403, 'profile-incomplete'])
  }
  expect((await ticketOf(code)).status).toBe('unclaimed')
})

test.each(['disabled_at', 'erased_at'] as const)(
  'an account with %s plays no ticket, even while its session is not yet over',
  async column => {
    const player = await signedInClient(backend)
    const [won, code] = [nextCode(), nextCode()]
    expect((await player.post('/plays', { code: won })).status).toBe(201)
    if (column === 'erased_at') await eraseLocked(db, player.userId, new Date())
    else await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', player.userId).execute()
    const { status, body } = await player.post('/plays', { code })
    expect([status, body.code]).toEqual([401, 'session-needed'])
    expect((await ticketOf(code)).status).toBe('unclaimed')
    expect(await eventsOf(player.userId)).toHaveLength(1)
  },
)

test('no ticket is played before the opening or after the end, and earlier plays are still shown', async () => {
  const player = await signedInClient(backend)
  const [played, code] = [nextCode(), nextCode()]
  await player.post('/plays', { code: played })
  for (const days of [-2, 60]) {
    backend.clock.at = new Date(Date.now() + days * 86_400_000)
    const fresh = await signedInClient(backend)
    const { status, body } = await fresh.post('/plays', { code })
    expect([status, body.code]).toEqual([403, 'contest-closed'])
  }
  expect((await ticketOf(code)).status).toBe('unclaimed')
  const { status, body } = await (await refreshed(player)).post('/plays', { code: played })
  expect([status, body.ticket.status]).toEqual([200, 'expired'])
})

/** The same player signed in at the time that the clock shows. */
async function refreshed(player: Client & { userId: number }) {
  await backend.tools.sessions.open(
    { setCookie: (name: string, value: string) => player.cookies.set(name, value) } as never,
    player.userId,
  )
  return player
}

test('one bad play in a round harms no other: the rest of the round is won', async () => {
  const players = await Promise.all(Array.from({ length: 8 }, () => signedInClient(backend)))
  const [poisoned, ...good] = players.map(player => ({ player, code: nextCode() }))
  if (!poisoned) throw new Error('no player')
  await sql`alter table participations add constraint poison check (player_id <> ${sql.lit(poisoned.player.userId)})`.execute(
    owner,
  )
  const answers = await Promise.all([poisoned, ...good].map(({ player, code }) => player.post('/plays', { code })))
  await sql`alter table participations drop constraint poison`.execute(owner)
  expect(answers.map(answer => answer.status)).toEqual([500, ...good.map(() => 201)])
  expect((await ticketOf(poisoned.code)).status).toBe('unclaimed')
})

test('after ten wrong codes an account waits, longer each time, even with a right code', async () => {
  const start = Date.now()
  backend.clock.at = new Date(start)
  const player = await signedInClient(backend, {}, '203.0.113.1')
  const wrong = () => player.post('/plays', { code: 'ZZZZZZZZZZ' })
  for (let attempt = 0; attempt < 10; attempt++) expect((await wrong()).status).toBe(404)

  const blocked = await wrong()
  expect([blocked.status, blocked.body.code, blocked.headers['retry-after']]).toEqual([429, 'too-many-attempts', '60'])
  const right = nextCode()
  expect((await player.post('/plays', { code: right })).status).toBe(429)
  expect((await ticketOf(right)).status).toBe('unclaimed')

  backend.clock.at = new Date(start + 61_000)
  expect((await wrong()).status).toBe(404)
  expect((await wrong()).headers['retry-after']).toBe('120')
  backend.clock.at = new Date(start + 200_000)
  expect((await player.post('/plays', { code: right })).status).toBe(201)
})

test('thirty wrong codes from one address block it for those who never played, and for no one elsewhere', async () => {
  backend.clock.at = new Date()
  await db
    .insertInto('attempt_limits')
    .values({
      key: 'code:address:203.0.113.7',
      failures: 29,
      window_ends_at: new Date(backend.clock.at.getTime() + 60_000),
    })
    .execute()
  const known = await signedInClient(backend, {}, '203.0.113.7')
  expect((await known.post('/plays', { code: nextCode() })).status).toBe(201)
  const guesser = await signedInClient(backend, {}, '203.0.113.7')
  expect((await guesser.post('/plays', { code: 'ZZZZZZZZZZ' })).status).toBe(404)
  const newcomer = await signedInClient(backend, {}, '203.0.113.7')
  expect((await newcomer.post('/plays', { code: nextCode() })).status).toBe(429)
  const elsewhere = await signedInClient(backend, {}, '203.0.113.8')
  expect((await elsewhere.post('/plays', { code: nextCode() })).status).toBe(201)

  expect((await known.post('/plays', { code: nextCode() })).status).toBe(201)
  for (let n = 0; n < 10; n++) expect((await known.post('/plays', { code: 'ZZZZZZZZZZ' })).status).toBe(404)
  expect((await known.post('/plays', { code: nextCode() })).status).toBe(429)
})

test('thirty wrong codes at the same instant teach no more than the limit, and a right one after them wins nothing', async () => {
  const player = await signedInClient(backend, {}, '203.0.113.2')
  const right = nextCode()
  const codes = [...Array(30).fill('ZZZZZZZZZZ'), right]
  const answers = await Promise.all(codes.map(code => player.post('/plays', { code })))
  expect(answers.filter(answer => answer.status === 404)).toHaveLength(10)
  expect(answers.filter(answer => answer.status === 429)).toHaveLength(21)
  expect((await ticketOf(right)).status).toBe('unclaimed')
})

test('a hundred strangers at one address who guess at the same instant learn no more than the address may', async () => {
  const strangers = await Promise.all(Array.from({ length: 100 }, () => signedInClient(backend, {}, '203.0.113.5')))
  const right = nextCode()
  const codes = [...Array(99).fill('ZZZZZZZZZZ'), right]
  const answers = await Promise.all(codes.map((code, place) => strangers[place]?.post('/plays', { code })))
  expect(answers.filter(answer => answer?.status === 404)).toHaveLength(30)
  expect((await ticketOf(right)).status).toBe('unclaimed')
})

test('a metric counts wrong codes', async () => {
  const before = await wrongCodes()
  await (await signedInClient(backend)).post('/plays', { code: 'YYYYYYYYYY' })
  expect(await wrongCodes()).toBe(before + 1)
})

async function wrongCodes(): Promise<number> {
  return Number(/^tiptop_wrong_codes_total (\d+)$/m.exec((await backend.app.inject('/metrics')).body)?.[1])
}

test("a player's own prizes are listed newest first, page by page", async () => {
  const [player, other] = [await signedInClient(backend), await signedInClient(backend)]
  const played: string[] = []
  const start = Date.now()
  for (let n = 0; n < 5; n++) {
    backend.clock.at = new Date(start + n * 1000)
    const code = nextCode()
    await player.post('/plays', { code })
    played.unshift(code)
  }
  await other.post('/plays', { code: nextCode() })

  const listed: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body } = await player.get(`/me/tickets?limit=2${cursor && `&cursor=${cursor}`}`)
    expect(body.items.length).toBeLessThanOrEqual(2)
    listed.push(...body.items.map((item: { ticket: { code: string } }) => item.ticket.code))
    cursor = body.nextCursor
  }
  expect(listed).toEqual(played)
  expect((await player.get('/me/tickets?cursor=nonsense')).status).toBe(400)
  expect((await new Client(backend).get('/me/tickets')).status).toBe(401)
})

test('a forged cursor with a number past every ticket is answered like any other', async () => {
  const player = await signedInClient(backend)
  await player.post('/plays', { code: nextCode() })
  const cursor = encodeCursor({ at: new Date(), id: 999_999_999_999_999 })
  const { status, body } = await player.get(`/me/tickets?cursor=${cursor}`)
  expect([status, body.items.length]).toEqual([200, 1])
})
