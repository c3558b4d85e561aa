import { readCode } from '@tiptop/contract/code-reading.ts'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { DECLARED, startCounter } from '../../../test/counter.ts'
import { signedInClient } from '../../../test/make.ts'
import { planOf } from '../../../test/plan.ts'
import { isNamed } from '../../lists/name-search.ts'

const { backend, unplayed, employee, played, later } = await startCounter()
const sacha = await employee()
const { db } = backend.tools

const helene = await played({ firstName: 'Hélène', lastName: 'Le Goff', email: 'Helene.LeGoff@example.test' })
const jean = await played({ firstName: 'Jean-Noël', lastName: 'D’Orval', email: 'jean@example.test' })
const claimed = await played({ firstName: 'Chevassant', lastName: 'Goffin', email: 'c@example.test' })
await sacha.post(`${claimed.url}/claim`, DECLARED)
const newest = await played({ email: 'newest@example.test' })

beforeEach(() => {
  backend.clock.at = null
})

type Item = { ticket: { code: string; status: string } }
const list = async (query: string) => (await sacha.get(`/handover/tickets?${query}`)).body
const codesOf = async (query: string) => (await list(query)).items.map(({ ticket }: Item) => ticket.code)
const search = (text: string, more = '') => codesOf(`search=${encodeURIComponent(text)}${more}`)

test('pending tickets are listed, the newest first, with prize, player and deadline [1.2/H]', async () => {
  const { items, nextCursor } = await list('status=pending')
  expect(items.map(({ ticket }: Item) => ticket.code)).toEqual([newest.code, jean.code, helene.code])
  expect(nextCursor).toBeNull()
  expect(items[2]).toMatchObject({
    ticket: { status: 'pending', playedAt: expect.any(String), claimUntil: expect.any(String) },
    prize: { slug: 'coffret-69', name: { fr: 'Coffret' } },
    playerName: 'Hélène Le Goff',
  })
  reached('1.2/H')
})

test('the list continues page by page, even while tickets of earlier pages are handed over', async () => {
  const first = await list('status=pending&limit=1')
  const second = await list(`status=pending&limit=1&cursor=${first.nextCursor}`)
  const third = await list(`status=pending&limit=1&cursor=${second.nextCursor}`)
  expect([first, second, third].map(({ items }) => items[0].ticket.code)).toEqual([newest.code, jean.code, helene.code])
  expect(third.nextCursor).toBeNull()
  expect((await sacha.get('/handover/tickets?cursor=nonsense')).status).toBe(400)
})

test('without a status all that was played is listed, and each status has its own tickets', async () => {
  expect(await codesOf('')).toEqual([newest.code, claimed.code, jean.code, helene.code])
  expect(await codesOf('status=claimed')).toEqual([claimed.code])
  expect(await codesOf('status=expired')).toEqual([])
  later(59 * 86_400_000 + 60_000)
  const late = await employee()
  const codes = async (status: string) => (await late.get(`/handover/tickets?status=${status}`)).body.items.length
  expect([await codes('pending'), await codes('expired'), await codes('claimed')]).toEqual([0, 3, 1])
})

test('a played ticket is found by its code in any spelling, whatever its status [1.2/I]', async () => {
  expect(await search(` ${jean.code.slice(0, 5).toLowerCase()} - ${jean.code.slice(5)} `)).toEqual([jean.code])
  expect(await search(claimed.code)).toEqual([claimed.code])
  reached('1.2/I')
  expect(await search(claimed.code, '&status=pending')).toEqual([])
  expect(await search(unplayed())).toEqual([])
})

test.each([
  ['helene', 'helene'],
  ['HÉLÈNE LE GOFF', 'helene'],
  ['goff hel', 'helene'],
  ['le-goff', 'helene'],
  ['jean noel', 'jean'],
  ['d’orval', 'jean'],
  ["D'Orv Jean", 'jean'],
  ['  helene.legoff@EXAMPLE.test ', 'helene'],
  ['chevassant', 'claimed'],
])('tickets are found by name or e-mail address: %j [1.2/I]', async (text, who) => {
  expect(await search(text)).toEqual([{ helene, jean, claimed }[who]?.code])
  reached('1.2/I')
})

test('a name is found as the identity card prints it and as it was registered', async () => {
  const { code } = await played({ firstName: 'Łucja', lastName: 'D´Orval-Lecœur', email: 'lucja@example.test' })
  for (const typed of ['D´Orval-Lecœur', 'D´ORVAL-LECOEUR LUCJA', 'lucja lecoeur'])
    expect(await search(typed)).toEqual([code])
})

test('a text that can be read as several codes finds the ticket that has one of them, not a name', async () => {
  let code = unplayed()
  while (code.split('6').length !== 2 || !/[2-57-9]/.test(code)) code = unplayed()
  await (await signedInClient(backend)).post('/plays', { code })
  const typed = code.replace('6', '-')
  expect(readCode(typed)).toMatchObject({ code: null, choices: expect.arrayContaining([code]) })
  expect(await search(typed)).toEqual([code])
})

test('several people whose names begin alike are all found; a text that matches no one finds nothing [1.2/L]', async () => {
  expect(await search('goff')).toEqual([claimed.code, helene.code])
  for (const nobody of ['goffette', 'helene d’orval', 'nobody@example.test', '%', "'", '* & !', '😀'])
    expect(await search(nobody), nobody).toEqual([])
  reached('1.2/L')
  expect((await sacha.get('/handover/tickets?search=%00')).status).toBe(400)
})

test('an employee sees whom to compare with the card, and what happened to the ticket [1.2/M]', async () => {
  const { status, body } = await sacha.get(helene.url.toLowerCase())
  expect(status).toBe(200)
  expect(body.player).toEqual({
    firstName: 'Hélène',
    lastName: 'Le Goff',
    birthDate: '1990-05-17',
  })
  expect(body).toMatchObject({ ticket: { code: helene.code, status: 'pending' }, handover: null, history: [] })
  expect((await sacha.get(claimed.url)).body.history).toMatchObject([{ kind: 'prize-handed-over', by: 'Sacha Nice' }])
  reached('1.2/M')
})

test('a name search and a history go by their indexes', async () => {
  expect(await planOf(db, sql`select id from users where ${isNamed('users', 'Goff')}`)).toContain('users_words')
  const history = sql`select id from audit_events where ticket_id = 1 and kind <> 'ticket-played'`
  expect(await planOf(db, history)).toContain('audit_events_ticket')
})
