import type { Shop } from '@tiptop/contract/handover.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/database.ts'

/** A shop as it is shown, by its columns. */
export const shopColumns = ['shops.slug', 'shops.name', 'shops.city', 'shops.postal_code as postalCode'] as const

/** The shop that a query joins as `shop`, as it is shown; null if it joins none. */
export const joinedShop: RawBuilder<Shop | null> = sql`case when shop.id is not null then json_build_object(
  'slug', shop.slug, 'name', shop.name, 'city', shop.city, 'postalCode', shop.postal_code) end`

/** Sorts shops as a French dictionary does: Évry before Lyon. */
export const byCity = sql`shops.city collate french`

/** Every shop, by city. */
export function listShops(db: Db): Promise<Shop[]> {
  return db.selectFrom('shops').select(shopColumns).where('id', '>', 0).orderBy(byCity).orderBy('id').execute()
}

/** The id of the shop with this slug, or null. */
export async function findShopId(db: Db, slug: string): Promise<number | null> {
  const row = await db.selectFrom('shops').select('id').where('slug', '=', slug).where('id', '>', 0).executeTakeFirst()
  return row?.id ?? null
}
