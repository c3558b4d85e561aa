import type { RoleChange } from '@tiptop/contract/users.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { DatabaseTools, Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { findShopId } from '../shops/queries.ts'
import { judgeChange, lockUser, type UserChange } from './lock-user.ts'

/**
 * Gives a user another role, and an employee a shop; no other role has one. Nothing changes if the user has both
 * already. Of two administrators who demote each other at once, one succeeds. Open sessions follow at once.
 * Refuses `own-account`, `not-found`, `user-erased`, `last-admin`, `role-needed`, `invalid-request` for an unknown
 * shop.
 * @returns whether the role is another one now
 */
export async function changeRole(
  { db, now }: DatabaseTools,
  { userId, by, change }: UserChange & { change: RoleChange },
): Promise<boolean> {
  const at = now()
  const shop = change.role === 'employee' ? (change.shop ?? null) : null
  return db.transaction().execute(async db => {
    const user = await lockUser(db, { userId, by })
    const shopId = await shopIdOf(db, shop)
    if (user.role === change.role && user.shop_id === shopId) return false
    judgeChange(user, { staysAdmin: change.role === 'admin' })
    await db.updateTable('users').set({ role: change.role, shop_id: shopId }).where('id', '=', userId).execute()
    const details = { from: user.role, to: change.role, shop }
    await recordEvent(db, { kind: 'role-changed', at, actorId: by, subjectId: userId, details })
    return user.role !== change.role
  })
}

async function shopIdOf(db: Db, slug: string | null): Promise<number | null> {
  if (slug === null) return null
  const id = await findShopId(db, slug)
  if (id === null) throw new Refusal('invalid-request', { detail: 'shop: there is no shop of this name' })
  return id
}
