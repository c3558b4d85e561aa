import { sql } from 'kysely'
import type { Config } from '../../backend/src/config.ts'
import type { Db } from '../../backend/src/database/database.ts'
import { unsubscribeUrl } from '../../backend/src/newsletter/unsubscribe-link.ts'

type Tools = { db: Db; config: Config }

/** States of an account that a journey cannot bring about in its own browser. */
export function accountStates({ db, config }: Tools) {
  const idOf = async (email: string) =>
    (await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
  return {
    /** Returns the link at the bottom of the user's newsletter. */
    newsletterLink: async (email: string): Promise<string> => unsubscribeUrl(config, await idOf(email)),

    /** Makes the sign-in of the user's sessions an hour old, of which the backend hears as of a revocation. */
    async signedInLongAgo(email: string): Promise<void> {
      const id = await idOf(email)
      const hourAgo = new Date(Date.now() - 3_600_000)
      await db.updateTable('sessions').set({ reauthenticated_at: hourAgo }).where('user_id', '=', id).execute()
      await sql`select pg_notify('revocations', ${`account:${id}`})`.execute(db)
    },

    /** Makes the account one that came through Google and never had a password. */
    async throughGoogleAlone(email: string): Promise<void> {
      const id = await idOf(email)
      await db.updateTable('users').set({ password_hash: null }).where('id', '=', id).execute()
      await db
        .insertInto('identities')
        .values({ provider: 'google', subject: `subject-${id}`, user_id: id })
        .execute()
    },
  }
}
export type AccountStates = ReturnType<typeof accountStates>
