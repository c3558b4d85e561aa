import type { RegisterRequest } from '@tiptop/contract/accounts.ts'
import { sql } from 'kysely'
import type { DatabaseTools } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import { checkPasswordAgain } from '../check-password.ts'
import type { PasswordOrigin } from '../known-devices.ts'

export type RegistrationInput = { request: RegisterRequest; origin: PasswordOrigin }

/** For how long the same registration again is one whose answer was lost. */
const SAME_REGISTRATION_MS = 600_000

/**
 * The account that this very form has just made, or null. Its names, birth date and consent are compared first, so that
 * only a person who knows them all can try passwords this way; that is counted as at the sign-in, and a wrong one gets
 * the answer of any taken address.
 * Refuses `too-many-attempts`.
 */
export async function findSameRegistration(
  tools: Pick<Tools, 'db' | 'now' | 'attempts'>,
  { request, origin }: RegistrationInput,
): Promise<{ userId: number; checkedHash: string } | null> {
  const { email, password } = request
  const account = await findRecentAccount(tools, request)
  const passwordHash = account?.password_hash
  if (!passwordHash) return null
  try {
    await checkPasswordAgain(tools, { email, passwordHash, password, origin })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid-credentials') return null
    throw error
  }
  return { userId: account.id, checkedHash: passwordHash }
}

function findRecentAccount({ db, now }: DatabaseTools, request: RegisterRequest) {
  return db
    .selectFrom('users')
    .select(['id', 'password_hash'])
    .where(sql`lower(email)`, '=', request.email.toLowerCase())
    .where('first_name', '=', request.firstName)
    .where('last_name', '=', request.lastName)
    .where('birth_date', '=', request.birthDate)
    .where('newsletter_consent_at', request.newsletter ? 'is not' : 'is', null)
    .where('created_at', '>', new Date(now().getTime() - SAME_REGISTRATION_MS))
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
}
