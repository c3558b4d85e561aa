import { role } from '@tiptop/contract/accounts.ts'
import { z } from 'zod'
import type { Db } from '../../backend/src/database.ts'

const order = z.strictObject({ email: z.string(), role, shop: z.string().optional() })

/** Gives an account its role, and its shop or none, straight in the database, where the first administrator comes from. */
export async function giveRole(db: Db, asked: Record<string, string>): Promise<void> {
  const { email, role, shop: slug } = order.parse(asked)
  const shop = slug
    ? await db.selectFrom('shops').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()
    : null
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ role, shop_id: shop?.id ?? null })
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new Error(`nobody has the address ${email}`)
}
