import { confirmPassword } from '../accounts/check-password.ts'
import { keepAgeBands } from '../accounts/former-owner.ts'
import { deleteIdentities } from '../accounts/mailed-links/queries.ts'
import { lockAdmins } from '../accounts/queries.ts'
import { removeAllFactors } from '../accounts/second-factor/set-up/remove-factor.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { revokeAllSessions } from '../sessions/queries.ts'
import type { Tools } from '../tools.ts'
import { deleteTokens, findAccount, lockAccount, pseudonymise } from './queries.ts'

type ErasureTools = Pick<Tools, 'db' | 'now' | 'attempts'>
type AccountErasure = { userId: number; confirmation: string }
type ErasableAccount = NonNullable<Awaited<ReturnType<typeof findAccount>>>

/**
 * Erases an account: nothing of it identifies its owner any more, while its tickets, its prizes, the figures and the
 * audit trail stay as they are. The owner confirms with their password, or with their e-mail address if they have none.
 * Erasing an erased account succeeds. See docs/decisions/erasure.md.
 * Refuses `invalid-credentials`, `too-many-attempts`, `last-admin`, `session-needed` once the account is disabled.
 */
export async function eraseAccount(tools: ErasureTools, erasure: AccountErasure): Promise<void> {
  const { userId } = erasure
  const account = await findAccount(tools.db, userId)
  if (account?.erased_at) return
  if (!account || account.disabled_at) throw new Refusal('session-needed')
  await confirm(tools, account, erasure)

  const at = tools.now()
  await tools.db.transaction().execute(async db => {
    // Links come first, because following one locks it before the account.
    await deleteTokens(db, userId)
    const admins = await lockAdmins(db)
    const locked = await lockAccount(db, userId)
    if (locked?.erased_at) return
    if (!locked || locked.disabled_at) throw new Refusal('session-needed')
    if (locked.password_hash !== account.password_hash) throw new Refusal('invalid-credentials')
    if (admins.length === 1 && admins[0] === userId) throw new Refusal('last-admin')

    await eraseLocked(db, userId, at)
    await recordEvent(db, { kind: 'account-erased', at, actorId: userId })
  })
}

/** Removes all that identifies the owner of an account that this transaction has locked, and ends its sessions. */
export async function eraseLocked(db: Db, userId: number, at: Date): Promise<void> {
  await keepAgeBands(db, userId)
  await pseudonymise(db, userId, at)
  await deleteIdentities(db, userId)
  await removeAllFactors(db, userId)
  await revokeAllSessions(db, userId, at)
}

async function confirm(
  tools: ErasureTools,
  { email, password_hash: passwordHash }: ErasableAccount,
  { userId, confirmation }: AccountErasure,
): Promise<void> {
  if (passwordHash !== null) return confirmPassword(tools, { userId, passwordHash, password: confirmation })
  if (confirmation.trim().toLowerCase() !== email.toLowerCase()) throw new Refusal('invalid-credentials')
}
