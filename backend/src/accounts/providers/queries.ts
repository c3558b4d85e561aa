import type { Provider } from '@tiptop/contract/accounts.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

type ProviderIdentity = { provider: Provider; subject: string }

/** The account that this identity opens. */
export async function findUserByIdentity(db: Db, { provider, subject }: ProviderIdentity) {
  return db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .select(['users.id', 'users.disabled_at', 'users.erased_at'])
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .executeTakeFirst()
}

/** Locks an account until the transaction ends, so that of several clicks of one person one links and none waits in a circle. */
export async function lockAccountToLink(db: Db, userId: number): Promise<void> {
  await db.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
}

/**
 * Lets an identity open an account, which is locked until the transaction ends: an erasure finds the identity.
 * @returns false if it opens an account already, the account has another of this provider, or is erased
 */
export async function insertIdentity(db: Db, { provider, subject }: ProviderIdentity, userId: number, now: Date) {
  const result = await db
    .insertInto('identities')
    .columns(['provider', 'subject', 'user_id', 'created_at'])
    .expression(({ selectFrom }) =>
      selectFrom('users')
        .select([
          sql`${provider}::identity_provider`.as('provider'),
          sql`${subject}::text`.as('subject'),
          'id',
          sql`${now}::timestamptz`.as('created_at'),
        ])
        .where('id', '=', userId)
        .where('erased_at', 'is', null)
        .forShare(),
    )
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}
