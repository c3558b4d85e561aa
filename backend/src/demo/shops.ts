import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Db } from '../database.ts'

const FILE = join(import.meta.dirname, '..', '..', 'contests', 'shops.json')

const definitions = z.array(
  z.strictObject({
    slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    name: z.string().trim().min(1),
    city: z.string().trim().min(1),
    postalCode: z.string().regex(/^\d{5}$/),
    openedOn: z.iso.date().nullable().default(null),
  }),
)

/**
 * Makes the shops of `backend/contests/shops.json` that are missing, and gives the others what the file says of them.
 * When all is as the file says, nothing is written: a refused insert would use up a number of the short key each time.
 */
export async function ensureShops(db: Db): Promise<void> {
  const shops = definitions.parse(JSON.parse(await readFile(FILE, 'utf8')))
  const wanted = shops.map(({ slug, name, city, postalCode, openedOn }) => {
    return { slug, name, city, postal_code: postalCode, opened_on: openedOn }
  })
  const columns = ['slug', 'name', 'city', 'postal_code', 'opened_on'] as const
  const there = new Map((await db.selectFrom('shops').select(columns).execute()).map(shop => [shop.slug, shop]))
  const differing = wanted.filter(shop => columns.some(column => there.get(shop.slug)?.[column] !== shop[column]))
  if (!differing.length) return
  await db
    .insertInto('shops')
    .values(differing)
    .onConflict(conflict =>
      conflict.column('slug').doUpdateSet(({ ref }) => ({
        name: ref('excluded.name'),
        city: ref('excluded.city'),
        postal_code: ref('excluded.postal_code'),
        opened_on: ref('excluded.opened_on'),
      })),
    )
    .execute()
}
