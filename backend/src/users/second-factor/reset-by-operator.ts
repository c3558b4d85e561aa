import { findUserByEmail } from '../../accounts/queries.ts'
import { sendFactorNews } from '../../accounts/second-factor/send-news.ts'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import type { DatabaseTools } from '../../database/database.ts'
import type { Mail } from '../../mail/mailer.ts'
import { queueMail } from '../../mail/outbox.ts'
import { removeLockedFactors } from './reset-second-factor.ts'

type OperatorTools = DatabaseTools & { config: { session: { key: string }; web: { url: string } } }

/**
 * The same as an operator, for an installation whose only administrator has lost theirs. The trail names no actor. The
 * mail to the owner waits in the outbox, and is there if and only if the factor was reset.
 * @throws CommandRefusal if no account has this address
 * @returns false if there was none
 */
export async function resetByOperator({ db, now, config }: OperatorTools, email: string): Promise<boolean> {
  return db.transaction().execute(async db => {
    const user = await findUserByEmail(db, email)
    if (!user) throw new CommandRefusal(`Aucun compte n’a l’adresse ${email}.`)
    await db.selectFrom('users').select('id').where('id', '=', user.id).forNoKeyUpdate().execute()
    const isReset = await removeLockedFactors(db, { userId: user.id, by: null }, now())
    const mailer = { send: (mail: Mail) => queueMail({ now, config }, mail, db) }
    if (isReset) await sendFactorNews({ db, config, mailer }, user.id, 'reset')
    return isReset
  })
}
