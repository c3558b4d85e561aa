import type { Provider } from '@tiptop/contract/accounts.ts'
import type { Db } from '../../database.ts'

type Identity = { provider: Provider; subject: string }

/** The account that this identity opens. */
export async function findUserByIdentity(db: Db, { provider, subject }: Identity) {
  return db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .select(['users.id', 'users.disabled_at', 'users.erased_at'])
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .executeTakeFirst()
}

/** Lets an identity open an account. @returns false when it opens one, or the account has another of this provider */
export async function insertIdentity(db: Db, { provider, subject }: Identity, userId: number, now: Date) {
  const result = await db
    .insertInto('identities')
    .values({ provider, subject, user_id: userId, created_at: now })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}
