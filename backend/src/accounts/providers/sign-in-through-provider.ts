import type { Provider } from '@tiptop/contract/accounts.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools, Db } from '../../database/database.ts'
import type { Language } from '../../database/schema.ts'
import { Refusal } from '../../refusal.ts'
import { leaveToOwner } from '../former-owner.ts'
import { findUserByEmail, insertUser } from '../queries.ts'
import type { ProviderPerson } from './provider-person.ts'
import { findUserByIdentity, insertIdentity, lockAccountToLink } from './queries.ts'

/** `language`: that of the page on which the sign-in began. */
type ProviderArrival = { provider: Provider; person: ProviderPerson; language: Language }
/** `isLinked`: the provider opens an account from now on that existed before. */
export type ProviderSignIn = { userId: number; verifyEmail: boolean; isLinked: boolean }

/**
 * The account of a person whom a provider vouches for: the one that their identity opens, else a new one, else the one
 * with their address, if both the provider and the account have verified it. A provider that asks for no proof must not
 * open a password account, and registering a stranger's address must not give access to what they do later: an account
 * that two proofs join keeps nothing that the first one chose.
 * Refuses `provider-email-missing`, `provider-email-unverified`, `account-disabled`.
 */
export async function signInThroughProvider(
  { db, now }: DatabaseTools,
  arrival: ProviderArrival,
): Promise<ProviderSignIn> {
  return db.transaction().execute(async db => {
    const known = await knownAccount(db, arrival)
    if (known !== null) return { userId: known, verifyEmail: false, isLinked: false }
    const made = await makeAccount(db, arrival, now())
    if (made !== null) return { userId: made, verifyEmail: !arrival.person.emailVerified, isLinked: false }
    // The address is taken, perhaps a moment ago by this same person's other click.
    const again = await knownAccount(db, arrival)
    if (again !== null) return { userId: again, verifyEmail: false, isLinked: false }
    return { ...(await linkAccount(db, arrival, now())), verifyEmail: false }
  })
}

async function knownAccount(
  db: Db,
  { provider, person }: Pick<ProviderArrival, 'provider' | 'person'>,
): Promise<number | null> {
  const user = await findUserByIdentity(db, { provider, subject: person.subject })
  if (user?.disabled_at || user?.erased_at) throw new Refusal('account-disabled')
  return user?.id ?? null
}

async function makeAccount(db: Db, { provider, person, language }: ProviderArrival, at: Date): Promise<number | null> {
  if (!person.email) throw new Refusal('provider-email-missing')
  const id = await insertUser(db, {
    email: person.email,
    email_verified_at: person.emailVerified ? at : null,
    first_name: person.firstName,
    last_name: person.lastName,
    language,
    created_at: at,
  })
  if (id === null) return null
  if (!(await insertIdentity(db, { provider, subject: person.subject }, id, at))) throw new Refusal('provider-refused')
  await recordEvent(db, { kind: 'account-registered', at, actorId: id, details: { door: provider } })
  return id
}

async function linkAccount(db: Db, { provider, person }: ProviderArrival, at: Date) {
  const user = person.email === null ? undefined : await findUserByEmail(db, person.email)
  if (!user?.email_verified_at || !person.emailVerified) throw new Refusal('provider-email-unverified')
  if (user.disabled_at) throw new Refusal('account-disabled')
  await lockAccountToLink(db, user.id)
  const linked = await insertIdentity(db, { provider, subject: person.subject }, user.id, at)
  if (linked) {
    // The other proof may be another person's: a link that was clicked for a registration by a stranger.
    const { firstName, lastName } = person
    await leaveToOwner(db, { userId: user.id, passwordHash: null, provider, firstName, lastName }, at)
    await recordEvent(db, { kind: 'account-linked', at, actorId: user.id, details: { provider } })
  }
  // Another identity of this provider opens the account: an address that changed hands there.
  else if ((await knownAccount(db, { provider, person })) !== user.id) throw new Refusal('provider-email-unverified')
  return { userId: user.id, isLinked: linked }
}
