import { findUserByEmail } from '../../accounts/queries.ts'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { removeLockedFactors } from './reset-second-factor.ts'

/**
 * The same as an operator, for an installation whose only administrator has lost theirs. The trail names no actor.
 * @throws CommandRefusal if no account has this address
 * @returns false if there was none
 */
export async function resetByOperator({ db, now }: DatabaseTools, email: string): Promise<boolean> {
  return db.transaction().execute(async db => {
    const user = await findUserByEmail(db, email)
    if (!user) throw new CommandRefusal(`Aucun compte n’a l’adresse ${email}.`)
    await db.selectFrom('users').select('id').where('id', '=', user.id).forNoKeyUpdate().execute()
    return removeLockedFactors(db, { userId: user.id, by: null }, now())
  })
}
