import type { RegisterRequest } from '@tiptop/contract/accounts.ts'
import { isAdult } from '@tiptop/contract/age.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import { takenKey } from '../account-limits.ts'
import { refuseCommonPassword } from '../common-passwords.ts'
import { hashPassword } from '../password-hash.ts'
import { insertUser } from '../queries.ts'
import { findSameRegistration, type RegistrationInput } from './same-registration.ts'

type RegistrationTools = Pick<Tools, 'db' | 'now' | 'attempts'>

/**
 * `checkedHash`: the account was there already, from the same registration, and the password belongs to this hash.
 * `isByMail`: the answer goes to the mailbox alone; `userId` is null if the address was taken.
 */
type RegisteredAccount =
  | { isByMail: false; userId: number; checkedHash?: string }
  | { isByMail: true; userId: number | null; checkedHash?: undefined }

/**
 * Makes an account with a password; the e-mail address is still to be verified. Of two simultaneous registrations of
 * one address, the unique index lets one through. A person whose answer was lost gets the same account on asking again.
 * A client address that has collected answers about taken addresses closes nothing: from there, who has an account is
 * answered by mail for a while.
 * Refuses `adults-only`, `password-too-common`, `email-taken`, `sign-in-busy`.
 */
export async function registerAccount(tools: RegistrationTools, input: RegistrationInput): Promise<RegisteredAccount> {
  const { request, origin } = input
  const { now, attempts } = tools
  const at = now()
  if (!isAdult(request.birthDate, at)) throw new Refusal('adults-only')
  await refuseCommonPassword(request.password)
  const taken = takenKey(origin.address)
  const isByMail = (await attempts.wait([taken])) > 0

  const passwordHash = await hashPassword(request.password)
  const userId = await makeAccount(tools, request, passwordHash, at)
  if (userId !== null) return { isByMail, userId }
  const account = await findSameRegistration(tools, input)
  if (account) return { isByMail: false, ...account }
  if (isByMail || !(await attempts.count([taken]))) return { isByMail: true, userId: null }
  throw new Refusal('email-taken')
}

/** @returns the account's id, or null if its e-mail address is taken */
function makeAccount({ db }: Pick<DatabaseTools, 'db'>, request: RegisterRequest, passwordHash: string, at: Date) {
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
