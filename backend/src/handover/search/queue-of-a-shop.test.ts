import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { DECLARED, startCounter } from '../../../test/counter.ts'
import { queueOf } from '../../../test/counter-queue.ts'

const { backend, shops, unplayed, employee, admin, played } = await startCounter()
const [sacha, noa] = [await employee(), await employee({ firstName: 'Noa', lastName: 'Lyon', shopId: shops.lyon })]

beforeEach(async () => {
  await backend.tools.db.updateTable('users').set({ pickup_shop_id: null }).execute()
})

/** A prize whose player named this shop, or none. */
async function wonFor(shop: string | null, facts = {}) {
  const ticket = await played(facts)
  await ticket.player.patch('/me', { pickupShop: shop })
  return ticket
}

test('a shop’s own queue has the prizes of players who named it, newest first; all others are another list [1.2/H]', async () => {
  const [older, newer] = [await wonFor('nice'), await wonFor('nice')]
  const [elsewhere, nowhere] = [await wonFor('lyon'), await wonFor(null)]
  expect(await queueOf(sacha, 'own')).toEqual([newer.code, older.code])
  expect(await queueOf(noa, 'own')).toEqual([elsewhere.code])
  reached('1.2/H')
  const others = await queueOf(sacha, 'other')
  expect(others.slice(0, 2)).toEqual([nowhere.code, elsewhere.code])
  expect(others).not.toContain(older.code)
  const { items } = (await sacha.get('/handover/tickets?status=pending&queue=other')).body
  expect(items.map(({ pickupShop }: { pickupShop: object | null }) => pickupShop).slice(0, 2)).toMatchObject([
    null,
    { slug: 'lyon' },
  ])
})

test('the number of one’s own queue is that of its list, and plays, handovers and undos change it at once', async () => {
  const own = async (who = sacha) => (await who.get('/handover/count')).body.own
  const { player, url } = await wonFor('nice')
  expect(await own()).toBe(1)
  await player.post('/plays', { code: unplayed() })
  expect(await own()).toBe(2)
  await sacha.post(`${url}/claim`, DECLARED)
  expect(await own()).toBe(1)
  await sacha.post(`${url}/undo`, { reason: 'Mauvais coffret' })
  expect([await own(), (await queueOf(sacha, 'own')).length, await own(noa)]).toEqual([2, 2, 0])
})

test('a player who was refused or served in a shop is expected there from then on, whatever they had named', async () => {
  const [refused, served] = [await wonFor('lyon'), await wonFor(null)]
  const second = unplayed()
  await served.player.post('/plays', { code: second })
  await sacha.post(`${refused.url}/refuse`, { reason: 'Pas de pièce' })
  await sacha.post(`${served.url}/claim`, DECLARED)
  expect(await queueOf(sacha, 'own')).toEqual([second, refused.code])
  expect(await queueOf(noa, 'own')).toEqual([])
  expect((await refused.player.get('/me')).body.pickupShop).toMatchObject({ slug: 'nice' })
  await refused.player.patch('/me', { pickupShop: 'lyon' })
  expect(await queueOf(noa, 'own')).toEqual([refused.code])
})

test('an administrator, who has no shop, has no queue of their own: every prize is in the other list', async () => {
  const { code } = await wonFor('nice')
  const head = await admin()
  expect(await queueOf(head, 'own')).toEqual([])
  expect(await queueOf(head, 'other')).toContain(code)
  expect((await head.get('/handover/count')).body.own).toBeNull()
  await head.post(`/handover/tickets/${code}/refuse`, { reason: 'Pas de pièce' })
  expect(await queueOf(sacha, 'own')).toEqual([code])
})

test('an erased account is in no shop’s queue, and a refusal does not bring it back', async () => {
  const email = 'leaves-the-queue@example.test'
  const { player, url } = await wonFor('nice', { email })
  expect((await player.delete('/me', { confirmation: email })).status).toBe(204)
  await sacha.post(`${url}/refuse`, { reason: 'Compte effacé' })
  expect(await queueOf(sacha, 'own')).toEqual([])
})

test('no list and no ticket at the counter shows an e-mail address', async () => {
  const email = 'secret.address@example.test'
  const { url } = await wonFor('nice', { email })
  const paths = ['?status=pending', '?status=pending&queue=own', `?search=${email}`].map(
    query => `/handover/tickets${query}`,
  )
  for (const path of [...paths, url]) {
    const { status, body } = await sacha.get(path)
    expect(status).toBe(200)
    expect(JSON.stringify(body), path).toContain('Camille')
    expect(JSON.stringify(body), path).not.toMatch(/@|e-?mail/i)
  }
})
