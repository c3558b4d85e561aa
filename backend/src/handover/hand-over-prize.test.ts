import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'

const { backend, shops, unplayed, employee, admin, played, ticketOf, eventsOf, later } = await startCounter()
const { db, owner } = backend.tools
const DAY = 86_400_000

beforeEach(async () => {
  backend.clock.at = null
  await db.deleteFrom('attempt_limits').execute()
})

test('an employee hands a prize over: claimed, with the date, the employee and the shop [1.2/R 1.2/S 1.2/T 1.2/U]', async () => {
  const [sacha, { code, url }] = [await employee(), await played()]
  const { status, body } = await sacha.post(`${url}/claim`, DECLARED)
  expect(status).toBe(200)
  reached('1.2/R')
  expect(body.ticket).toMatchObject({ code, status: 'claimed' })
  expect(body.handover).toMatchObject({ by: 'Sacha Nice', at: body.ticket.claimedAt, mayUndo: true })
  expect(body.handover.shop).toEqual({ slug: 'nice', name: 'Thé Tip Top Nice', city: 'Nice', postalCode: '00000' })

  const row = await ticketOf(code)
  expect(row).toMatchObject({ status: 'claimed', claimed_by: sacha.userId, claimed_shop_id: shops.nice })
  reached('1.2/S', '1.2/U')
  expect(row.claimed_at?.toISOString()).toBe(body.handover.at)
  reached('1.2/T')
})

test('a handover is in the audit trail, with what the employee declared and nothing more', async () => {
  const [sacha, first, second] = [await employee(), await played(), await played()]
  await sacha.post(`${first.url}/claim`, DECLARED)
  await sacha.post(`${second.url}/claim`, { identityChecked: true })
  const event = { kind: 'prize-handed-over', actor_id: sacha.userId }
  expect(await eventsOf(first.code)).toEqual([{ ...event, details: { shopId: shops.nice, ...DECLARED } }])
  expect(await eventsOf(second.code)).toEqual([{ ...event, details: { shopId: shops.nice, identityChecked: true } }])
})

test('nothing is handed over before the identity card was looked at and agrees [1.2/N 1.2/Q]', async () => {
  const [sacha, { code, url }] = [await employee(), await played()]
  for (const declared of [{}, { identityChecked: false }, { ...DECLARED, informationMatches: false }]) {
    const { status, body } = await sacha.post(`${url}/claim`, declared)
    expect([status, body.code]).toEqual([400, 'invalid-request'])
  }
  expect((await ticketOf(code)).status).toBe('pending')
  reached('1.2/N', '1.2/Q')
})

test('two employees at the same instant: one hands over, the other learns who did, when and where [1.2/S]', async () => {
  const [sacha, noa] = await Promise.all([
    employee(),
    employee({ firstName: 'Noa', lastName: 'Lyon', shopId: shops.lyon }),
  ])
  for (let round = 0; round < 30; round++) {
    const { code, url } = await played()
    const answers = await Promise.all([sacha, noa].map(person => person.post(`${url}/claim`, DECLARED)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const won = answers.find(({ status }) => status === 200)
    const lost = answers.find(({ status }) => status === 409)
    const { by, at, shop } = won?.body.handover ?? {}
    expect(lost?.body).toMatchObject({ code: 'ticket-not-pending', handedOver: { by, at, shop } })
    const winnerId = by === 'Sacha Nice' ? sacha.userId : noa.userId
    expect(await ticketOf(code)).toMatchObject({ status: 'claimed', claimed_by: winnerId })
    reached('1.2/S')
    expect(await eventsOf(code)).toMatchObject([{ kind: 'prize-handed-over', actor_id: winnerId }])
  }
})

test('an employee who asks again after a lost answer gets the same, and the player one mail', async () => {
  const [sacha, { code, url, player }] = [await employee(), await played({ email: 'again@example.test' })]
  const [first, atOnce] = await Promise.all([1, 2].map(() => sacha.post(`${url}/claim`, DECLARED)))
  const again = await sacha.post(`${url}/claim`, DECLARED)
  expect([first?.status, atOnce?.status, again.status]).toEqual([200, 200, 200])
  expect([atOnce?.body, again.body]).toEqual([first?.body, first?.body])
  expect(await eventsOf(code)).toHaveLength(1)
  for (let time = 0; time < 2; time++) {
    await sacha.post(`${url}/undo`, { reason: 'Mauvais client' })
    await backend.app.background.settled()
    expect(mailsTo('again@example.test').map(({ subject }) => subject)).toEqual([
      expect.stringContaining('remis'),
      expect.stringContaining('annulée'),
    ])
  }
  expect((await player.get('/me/tickets')).body.items[0].ticket.status).toBe('pending')
})

test('an employee who loses a pending ticket to others again and again is asked to come back in a second', async () => {
  const [sacha, { code, url }] = [await employee(), await played()]
  await sql`create function lose() returns trigger language plpgsql as 'begin return null; end'`.execute(owner)
  await sql`create trigger a_lost before update on tickets for each row execute function lose()`.execute(owner)
  const { status, body, headers } = await sacha.post(`${url}/claim`, DECLARED)
  await sql`drop trigger a_lost on tickets`.execute(owner)
  expect([status, body.code, headers['retry-after']]).toEqual([503, 'service-unavailable', '1'])
  expect([(await ticketOf(code)).status, await eventsOf(code)]).toEqual(['pending', []])
})

test('the same receipt shown to the same employee after ten minutes wins no second prize', async () => {
  const [sacha, { url }] = [await employee(), await played()]
  const first = await sacha.post(`${url}/claim`, DECLARED)
  later(11 * 60_000)
  const { status, body } = await sacha.post(`${url}/claim`, DECLARED)
  expect([status, body.code, body.handedOver.at]).toEqual([409, 'ticket-not-pending', first.body.handover.at])
})

test('past its deadline a prize is shown as expired and cannot be handed over', async () => {
  const { code, url } = await played()
  later(59 * DAY + 60_000)
  const sacha = await employee()
  const { status, body } = await sacha.post(`${url}/claim`, DECLARED)
  expect([status, body.code]).toEqual([403, 'claim-period-over'])
  expect((await sacha.get(url)).body.ticket.status).toBe('expired')
  expect((await ticketOf(code)).status).toBe('pending')
  expect(await eventsOf(code)).toMatchObject([{ kind: 'identity-opened' }])
})

test('an account without a shop hands nothing over, not even an administrator', async () => {
  const { code, url } = await played()
  const { userId, post } = await employee()
  await db.updateTable('users').set({ shop_id: null }).where('id', '=', userId).execute()
  for (const send of [post, (await admin()).post]) {
    const { status, body } = await send(`${url}/claim`, DECLARED)
    expect([status, body.code]).toEqual([403, 'shop-missing'])
  }
  expect((await ticketOf(code)).status).toBe('pending')
})

test('a refusal is recorded with who, where and why, and the prize stays pending [1.2/O]', async () => {
  const [sacha, { code, url }] = [await employee(), await played()]
  const reason = 'Le nom de la pièce n’est pas celui du compte'
  const { status, body } = await sacha.post(`${url}/refuse`, { reason: `  ${reason} ` })
  expect([status, body.ticket.status]).toEqual([200, 'pending'])
  expect(body.history).toMatchObject([{ kind: 'handover-refused', by: 'Sacha Nice', shop: { city: 'Nice' }, reason }])
  expect(await eventsOf(code)).toEqual([
    { kind: 'handover-refused', actor_id: sacha.userId, details: { shopId: shops.nice, reason } },
  ])
  expect((await ticketOf(code)).status).toBe('pending')
  reached('1.2/O')
  expect((await sacha.post(`${url}/claim`, DECLARED)).status).toBe(200)
})

test('a refusal sent twice at once, or again after a lost answer, is recorded once; another reason, person or time is another refusal [1.2/O]', async () => {
  const [sacha, noa, { code, url }] = [await employee(), await employee(), await played()]
  const refuse = (who: Client, reason: string) => who.post(`${url}/refuse`, { reason })
  const answers = await Promise.all(Array.from({ length: 8 }, () => refuse(sacha, 'Pas de pièce')))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect(answers.map(({ body }) => body.history.length)).toEqual(Array(8).fill(1))
  expect(await eventsOf(code)).toHaveLength(1)
  reached('1.2/O')
  await refuse(sacha, 'Une autre raison')
  await refuse(noa, 'Pas de pièce')
  later(61_000)
  expect((await refuse(sacha, 'Pas de pièce')).body.history).toHaveLength(4)
})

test.each([{}, { reason: '  ' }, { reason: 'a\u0000bc' }, { reason: 'x'.repeat(501) }])(
  'a refusal or an undo without a reason that one can read (%j) is not taken',
  async body => {
    const [sacha, { code, url }] = [await employee(), await played()]
    for (const act of ['refuse', 'undo']) expect((await sacha.post(`${url}/${act}`, body)).status).toBe(400)
    expect(await eventsOf(code)).toEqual([])
  },
)

test('a player and a stranger are refused everywhere at the counter [1.2/C]', async () => {
  const { code, url, player } = await played()
  const acts = (who: Client) => [
    who.get('/handover/tickets'),
    who.get('/handover/tickets?limit=none'),
    who.get(url),
    who.post(`${url}/claim`, DECLARED),
    who.post(`${url}/refuse`, { reason: 'Non' }),
    who.post(`${url}/undo`),
  ]
  const answers = async (who: Client) => (await Promise.all(acts(who))).map(({ status, body }) => [status, body.code])
  expect(new Set((await answers(player)).map(String))).toEqual(new Set(['403,role-needed']))
  expect(new Set((await answers(new Client(backend))).map(String))).toEqual(new Set(['401,session-needed']))
  reached('1.2/C')
  expect([(await ticketOf(code)).status, await eventsOf(code)]).toEqual(['pending', []])
})

test('the player learns by mail, in their language, what was handed over where', async () => {
  const sacha = await employee()
  for (const [language, email, said] of [
    ['fr', 'fr@example.test', ['remis', '«\u00a0Coffret\u00a0»', '\u00a0h\u00a0', 'Thé Tip Top Nice', '/mes-gains']],
    ['en', 'en@example.test', ['handed over', '“Coffret”', 'Thé Tip Top Nice', '/en/mes-gains']],
  ] as const) {
    const { code, url } = await played({ language, email })
    await sacha.post(`${url}/claim`, DECLARED)
    await backend.app.background.settled()
    expect(mailsTo(email)).toHaveLength(1)
    const text = mailsTo(email)[0]?.text
    for (const part of [...said, `${code.slice(0, 5)}-${code.slice(5)}`]) expect(text).toContain(part)
  }
})

test('an unplayed code is as unknown as an invented one, and ten of them make the employee wait [1.2/K 1.2/L]', async () => {
  const [sacha, { url }, other] = [await employee(), await played(), await employee()]
  const wrong = [unplayed(), 'ZZZZZZZZZZ']
  const bodies = await Promise.all(wrong.map(async code => (await sacha.get(`/handover/tickets/${code}`)).body))
  expect(bodies.map(({ instance, ...problem }) => problem)[0]).toEqual(bodies.map(({ instance, ...rest }) => rest)[1])
  expect(bodies[0]).toMatchObject({ status: 404, code: 'ticket-unknown' })
  reached('1.2/K', '1.2/L')
  for (let n = 0; n < 8; n++)
    expect((await sacha.post('/handover/tickets/ZZZZZZZZZY/claim', DECLARED)).status).toBe(404)
  expect((await sacha.get('/handover/tickets/ZZZZZZZZZX')).status).toBe(429)
  expect((await sacha.get(url)).headers['retry-after']).toBeDefined()
  expect((await other.get(url)).status).toBe(200)
  expect((await other.get('/handover/tickets/ABC')).body.code).toBe('invalid-code-format')
})

function mailsTo(email: string) {
  return backend.outbox.filter(mail => mail.to === email)
}
