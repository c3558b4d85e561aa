import type { RegisterRequest } from '@tiptop/contract/accounts.ts'
import { isAdult } from '@tiptop/contract/age.ts'
import { giveBackAttempt, reserveAttempt } from '../../attempts/reserve-attempt.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { registrationKeys } from '../account-limits.ts'
import { hashPassword } from '../password-hash.ts'
import { insertUser } from '../queries.ts'

/**
 * Makes an account with a password; the e-mail address is still to be verified. Of two simultaneous registrations of
 * one address, the unique index lets one through.
 * Refuses `adults-only`, `email-taken`, and `too-many-attempts` to an address that collects such answers.
 * @returns the account's id
 */
export async function registerAccount(
  { db, now }: DatabaseTools,
  { request, address }: { request: RegisterRequest; address: string },
): Promise<number> {
  const at = now()
  if (!isAdult(request.birthDate, at)) throw new Refusal('adults-only')
  const { taken, made } = registrationKeys(address)
  await reserveAttempt(db, [taken, made], at)

  const user = {
    email: request.email,
    password_hash: await hashPassword(request.password),
    first_name: request.firstName,
    last_name: request.lastName,
    birth_date: request.birthDate,
    language: request.language,
    rules_accepted_at: at,
    newsletter_consent_at: request.newsletter ? at : null,
    created_at: at,
  }
  return db.transaction().execute(async db => {
    const id = await insertUser(db, user)
    if (id === null) throw new Refusal('email-taken')
    await giveBackAttempt(db, taken.key)
    await recordEvent(db, { kind: 'account-registered', at, actorId: id, details: { door: 'password' } })
    return id
  })
}
