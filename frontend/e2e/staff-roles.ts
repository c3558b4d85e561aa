import { role } from '@tiptop/contract/accounts.ts'
import { z } from 'zod'
import type { Db } from '../../backend/src/database/database.ts'

const order = z.strictObject({ email: z.string(), role, shop: z.string().optional() })

/** Writes an account's role, and a shop or none, directly into the database, as for the first administrator. */
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
  if (numUpdatedRows !== 1n) throw new Error(`no account has the address ${email}`)
}
