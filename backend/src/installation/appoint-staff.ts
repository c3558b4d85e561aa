import { sql } from 'kysely'
import { recordEvent } from '../audit/record-event.ts'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { DatabaseTools } from '../database/database.ts'

/**
 * Makes the owner of an account an administrator: the first one, whom no administrator can appoint, or one for an
 * installation that has lost them all. Makes it a bailiff, who may be needed before there is an administrator: for the
 * generation of the tickets. The address must be verified, because anyone could have registered it.
 *
 * @throws CommandRefusal if there is no such account, or it is disabled or unverified
 * @returns false if they have the role already
 */
export async function appointStaff(
  { db, now }: DatabaseTools,
  email: string,
  role: 'admin' | 'bailiff',
): Promise<boolean> {
  return db.transaction().execute(async db => {
    const user = await db
      .selectFrom('users')
      .select(['id', 'role', 'email_verified_at', 'disabled_at'])
      .where(sql`lower(email)`, '=', email.toLowerCase())
      .where('id', '>', 0)
      .where('erased_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!user) throw new CommandRefusal(`Aucun compte n’a l’adresse ${email} : qu’il soit d’abord créé sur le site.`)
    if (user.disabled_at) throw new CommandRefusal(`Le compte ${email} est désactivé.`)
    if (!user.email_verified_at)
      throw new CommandRefusal(`L’adresse ${email} n’est pas vérifiée : que son titulaire suive d’abord le lien reçu.`)
    if (user.role === role) return false
    await db.updateTable('users').set({ role, shop_id: null }).where('id', '=', user.id).execute()
    const details = { from: user.role, to: role, shop: null }
    await recordEvent(db, { kind: 'role-changed', at: now(), subjectId: user.id, details })
    return true
  })
}
