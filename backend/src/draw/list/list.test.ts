import type { PlaceProof } from '@tiptop/contract/grand-draw.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DATES, startDraw } from '../../../test/draw.ts'
import { leafHash, rootOf } from '../../tickets/commitment/merkle-tree.ts'
import { findEligible } from './eligible.ts'
import { entryOf, saltOf } from './entry.ts'
import { findOwnPlace } from './own-place.ts'

const draw = await startDraw()
const { backend, contestId } = draw
const { owner, config } = backend.tools
const DAY = 86_400_000

const eligible = async () => (await findEligible(owner, contestId)).sort((one, other) => one - other)
const change = (userId: number, values: object) =>
  owner.updateTable('users').set(values).where('id', '=', userId).execute()
const roleChanged = (subject: number, at: Date, from: string, to: string) =>
  owner
    .insertInto('audit_events')
    .values({ kind: 'role-changed', at, subject_id: subject, details: JSON.stringify({ from, to, shop: null }) })
    .execute()
const around = (days: number) => new Date(DATES.plays.getTime() + days * DAY)

test('each person who played is on the list once, and no one else', async () => {
  const once = await draw.participant()
  const often = await draw.participant()
  await draw.play(often)
  await draw.play(often)
  await draw.person()
  expect(await eligible()).toEqual([once.userId, often.userId])
})

test('a person who was a minor at each of their plays is left out, and counts from the first one as an adult', async () => {
  const before = await eligible()
  const minor = await draw.participant()
  await change(minor.userId, { birth_date: '2005-07-02' })
  expect(await eligible()).toEqual(before)
  await change(minor.userId, { birth_date: '2005-07-01' })
  expect(await eligible()).toEqual([...before, minor.userId])
  await change(minor.userId, { birth_date: '2005-07-02' })
  backend.clock.at = around(1)
  await draw.play(minor)
  expect(await eligible()).toEqual([...before, minor.userId])
  backend.clock.at = DATES.plays
})

test('the staff are left out, and those who were staff when they played; who left before or joined and left later is not', async () => {
  const before = await eligible()
  const [joined, played, left, passing] = await Promise.all([1, 2, 3, 4].map(() => draw.participant()))
  const ids = [joined, played, left, passing].map(client => client?.userId as number)
  const [joinedId, playedId, leftId, passingId] = ids as [number, number, number, number]
  await change(joinedId, { role: 'admin' })
  await roleChanged(playedId, around(-2), 'player', 'admin')
  await roleChanged(playedId, around(2), 'admin', 'player')
  await roleChanged(leftId, around(-2), 'employee', 'player')
  await roleChanged(passingId, around(2), 'player', 'employee')
  await roleChanged(passingId, around(3), 'employee', 'player')
  expect(await eligible()).toEqual([...before, leftId, passingId].sort((one, other) => one - other))
})

test('two accounts with one name and one birth date are one person, whatever accents and order', async () => {
  const before = await eligible()
  const first = await draw.participant({ firstName: 'Zoé', lastName: 'Lefèvre', birthDate: '1970-01-02' })
  const second = await draw.participant({ firstName: 'LEFEVRE', lastName: 'Zoe', birthDate: '1970-01-02' })
  const other = await draw.participant({ firstName: 'Zoé', lastName: 'Lefèvre', birthDate: '1970-01-03' })
  expect(await eligible()).toEqual([...before, first.userId, other.userId])
  const staff = await draw.person({ role: 'admin', firstName: 'Zoé', lastName: 'Lefèvre', birthDate: '1970-01-02' })
  expect(await eligible()).toEqual([...before, other.userId])
  await change(staff.userId, { birth_date: '1970-01-04' })
  expect(second.userId).toBeGreaterThan(first.userId)
})

test('an erased account is left out, a disabled one is not', async () => {
  const before = await eligible()
  const [erased, disabled] = [await draw.participant({ email: 'gone@example.test' }), await draw.participant()]
  await owner.updateTable('users').set({ password_hash: null }).where('id', '=', erased.userId).execute()
  expect((await erased.delete('/me', { confirmation: 'gone@example.test' })).status).toBe(204)
  await change(disabled.userId, { disabled_at: DATES.plays })
  expect(await eligible()).toEqual([...before, disabled.userId])
})

test('the frozen list has an entry for each person, in an order that says nothing, under a root that anyone can compute', async () => {
  await draw.participants(12)
  const people = await eligible()
  const { freeze, state } = await draw.meet()
  await freeze()
  const expected = people
    .map(id => entryOf(saltOf(config.tickets.pepper, 'the-tip-top', id), id).toString('hex'))
    .sort()
  const anyone = await draw.person()
  const { text, headers } = await anyone.get('/grand-draw/entries.txt')
  expect(text).toBe(expected.map(entry => `${entry}\n`).join(''))
  expect(headers['content-disposition']).toContain('entries.txt')
  const root = rootOf(expected.map(entry => leafHash(Buffer.from(entry, 'hex')))).toString('hex')
  expect((await state()).list).toMatchObject({ root, count: people.length })
})

test('each person on the list gets a proof that leads to its root, and those who are not on it learn why', async () => {
  const { rows } = await sql<{ id: number; role: string; listed: boolean }>`
    select id, role, exists (select from draw_entries where player_id = users.id) as listed
    from users where erased_at is null and id > 0`.execute(owner)
  const { list } = (await (await draw.person()).get('/grand-draw')).body
  const answers: unknown[] = []
  for (const { id, listed } of rows) {
    const place = await findOwnPlace(backend.tools, id)
    expect(place.listed).toBe(listed)
    if (place.listed) expect(rootOfProof(place.proof)).toBe(list.root)
    else answers.push(place.why)
  }
  expect(new Set(answers)).toEqual(new Set(['not-played', 'staff', 'same-person', 'not-eligible']))
})

/** Straight from RFC 9162, section 2.1.3.2. */
function rootOfProof({ salt, participant, index, count, path }: PlaceProof): string {
  let [place, last] = [index, count - 1]
  let hash = leafHash(entryOf(Buffer.from(salt, 'hex'), participant))
  for (const step of path) {
    const other = Buffer.from(step, 'hex')
    const isRight = place % 2 === 1 || place === last
    hash = rootOf(isRight ? [other, hash] : [hash, other])
    if (isRight) while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)]
    ;[place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  }
  expect(last).toBe(0)
  return hash.toString('hex')
}
