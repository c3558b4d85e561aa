import type { RegisterRequest } from '@tiptop/contract/accounts.ts'
import { isAdult } from '@tiptop/contract/age.ts'
import { giveBackAttempt, reserveAttempt } from '../../attempts/reserve-attempt.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { registrationKeys } from '../account-limits.ts'
import { hashPassword } from '../password-hash.ts'
import { insertUser } from '../queries.ts'
import { findSameRegistration, type RegistrationInput } from './same-registration.ts'

/** `checkedHash`: the account was there already, from the same registration, and the password belongs to this hash. */
type RegisteredAccount = { userId: number; checkedHash?: string }

/**
 * Makes an account with a password; the e-mail address is still to be verified. Of two simultaneous registrations of
 * one address, the unique index lets one through. A person whose answer was lost gets the same account on asking again.
 * Refuses `adults-only`, `email-taken`, and `too-many-attempts` to an address that collects such answers.
 */
export async function registerAccount(tools: DatabaseTools, input: RegistrationInput): Promise<RegisteredAccount> {
  const { request, address } = input
  const { db, now } = tools
  const at = now()
  if (!isAdult(request.birthDate, at)) throw new Refusal('adults-only')
  const { taken, made } = registrationKeys(address)
  await reserveAttempt(db, [taken, made], at)

  const passwordHash = await hashPassword(request.password)
  const userId = await makeAccount(tools, request, passwordHash, at)
  const account = userId === null ? await findSameRegistration(tools, input) : { userId }
  if (!account) throw new Refusal('email-taken')
  await giveBackAttempt(db, taken.key)
  return account
}

/** @returns the account's id, or null if its e-mail address is taken */
function makeAccount({ db }: DatabaseTools, request: RegisterRequest, passwordHash: string, at: Date) {
  const user = {
    email: request.email,
    password_hash: passwordHash,
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
    if (id !== null)
      await recordEvent(db, { kind: 'account-registered', at, actorId: id, details: { door: 'password' } })
    return id
  })
}
