import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { makeUser } from '../../test/make.ts'
import { planOf } from '../../test/plan.ts'
import { listUsers } from './queries.ts'
import { userOrder } from './user-orders.ts'

const { tools } = await startBackend()
const { db } = tools
const ids = [await makeUser(tools), await makeUser(tools), await makeUser(tools), await makeUser(tools)]

/** All pages of the list by name, of so many users each. */
async function pagesOf(limit: number): Promise<number[]> {
  const read: number[] = []
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const { items, nextCursor } = await listUsers(db, { sort: 'name', limit, cursor })
    read.push(...items.map(({ id }) => id))
    cursor = nextCursor ?? undefined
  }
  return read
}

const name = fc.string({ unit: fc.constantFrom(...'aAàbceEéÉzZœ'), minLength: 1, maxLength: 2 })
const people = fc.array(fc.record({ first_name: name, last_name: name }), {
  minLength: ids.length,
  maxLength: ids.length,
})
const { compare } = new Intl.Collator('fr')

test('by name, the pages hold each user once in the order of a French dictionary, however many share a name', async () => {
  await fc.assert(
    fc.asyncProperty(people, fc.integer({ min: 1, max: 3 }), async (people, limit) => {
      const rows = people.map((person, index) => ({ id: ids[index] as number, ...person }))
      for (const { id, ...names } of rows) await db.updateTable('users').set(names).where('id', '=', id).execute()
      const inOrder = ({ first_name, last_name }: (typeof people)[number]) => `${last_name}\t${first_name}`
      const sorted = rows.toSorted((one, next) => compare(inOrder(one), inOrder(next)) || one.id - next.id)
      expect(await pagesOf(limit)).toEqual(sorted.map(({ id }) => id))
    }),
    { numRuns: 50 },
  )
})

test('the list by name, and each of its pages, goes by its index', async () => {
  const { columns, after } = userOrder('name')
  const cursor = Buffer.from(JSON.stringify(['name', 'Martin\tZoé', 1])).toString('base64url')
  const page = sql`select id from users where ${after(cursor)} order by ${sql.join(columns)} limit 50`
  const plan = await planOf(db, page)
  expect(plan).toMatch(/Index Scan using users_last_name_first[\s\S]*Index Cond/)
  expect(plan).not.toContain('Sort')
})
