import type { Profile, ProfileChange } from '@tiptop/contract/accounts.ts'
import { expressionBuilder, type Insertable, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '../database/database.ts'
import type { DB, Users } from '../database/schema.ts'
import { isComplete } from '../sessions/complete-account.ts'
import { shopColumns } from '../shops/queries.ts'

/** Makes an account. @returns its id, or null if its e-mail address is taken */
export async function insertUser(db: Db, user: Insertable<Users>): Promise<number | null> {
  const row = await db
    .insertInto('users')
    .values(user)
    .onConflict(conflict => conflict.expression(sql`lower(email)`).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** The account with this e-mail address in any spelling. */
export async function findUserByEmail(db: Db, email: string) {
  return db
    .selectFrom('users')
    .select(['id', 'email', 'language', 'role', 'password_hash', 'email_verified_at', 'disabled_at'])
    .select(({ exists, selectFrom }) =>
      exists(selectFrom('participations').select('ticket_id').whereRef('player_id', '=', 'users.id')).as('has_played'),
    )
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('erased_at', 'is', null)
    .executeTakeFirst()
}

/** What a person sees of their own account, or null if it is disabled or erased. */
export async function findProfile(db: Db, userId: number): Promise<Profile | null> {
  const user = await readAccount(db, userId)
  if (!user) return null
  const acceptedRules = user.rules_accepted_at !== null
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.email_verified_at !== null,
    firstName: user.first_name,
    lastName: user.last_name,
    birthDate: user.birth_date,
    acceptedRules,
    newsletter: user.newsletter_consent_at !== null,
    language: user.language,
    role: user.role,
    shop: user.shop,
    pickupShop: user.pickup_shop,
    providers: user.identities.map(({ provider }) => provider),
    hasPassword: user.password_hash !== null,
    complete: isComplete(user),
  }
}

/** An account with its providers, and the shops where it works and collects. */
function readAccount(db: Db, userId: number) {
  return activeUser(db, userId)
    .selectAll()
    .select(({ selectFrom }) => {
      const shops = selectFrom('shops').select(shopColumns)
      return [
        jsonArrayFrom(
          selectFrom('identities').select('provider').whereRef('user_id', '=', 'users.id').orderBy('provider'),
        ).as('identities'),
        jsonObjectFrom(shops.whereRef('shops.id', '=', 'users.shop_id')).as('shop'),
        jsonObjectFrom(shops.whereRef('shops.id', '=', 'users.pickup_shop_id')).as('pickup_shop'),
      ]
    })
    .executeTakeFirst()
}

/**
 * The address and language of an account's mail, and whether the address is verified. Reserved accounts get no mail.
 */
export async function findMailbox(db: Db, userId: number) {
  return activeUser(db, userId)
    .select(['email', 'language', 'email_verified_at'])
    .where('users.id', '>', 0)
    .executeTakeFirst()
}

/** The address and the password of an open account, by which its owner confirms something. */
export async function findPassword(db: Db, userId: number) {
  return activeUser(db, userId).select(['email', 'password_hash']).executeTakeFirst()
}

/** Gives an open account another password. @returns false if it no longer has the one that was checked */
export async function replacePassword(
  db: Db,
  userId: number,
  { presentHash, passwordHash }: { presentHash: string; passwordHash: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('id', '=', userId)
    .where('password_hash', '=', presentHash)
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * The ids of all administrators who can act: neither disabled nor erased. They are locked, always in the same order,
 * until the transaction ends, so that two transactions that each remove one wait for each other and see who remains.
 */
export async function lockAdmins(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

function activeUser(db: Db, userId: number) {
  return db
    .selectFrom('users')
    .where('users.id', '=', userId)
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
}

/** A change of a profile as its row has it: the shop by its id. */
type StoredChange = Omit<ProfileChange, 'pickupShop'> & { pickupShopId?: number | null }

/**
 * Writes what a person changes of their account; acceptance and consent keep the time at which they were first given.
 * @returns false if nothing of it differs, the account is gone, or it has another birth date
 */
export async function updateProfile(db: Db, userId: number, change: StoredChange, now: Date): Promise<boolean> {
  const { birthDate, newsletter } = change
  const result = await db
    .updateTable('users')
    .set(({ ref, fn, val }) => ({
      first_name: change.firstName ?? ref('first_name'),
      last_name: change.lastName ?? ref('last_name'),
      language: change.language ?? ref('language'),
      birth_date: birthDate ?? ref('birth_date'),
      ...(change.acceptsRules && { rules_accepted_at: fn.coalesce('rules_accepted_at', val(now)) }),
      ...(newsletter === true && { newsletter_consent_at: fn.coalesce('newsletter_consent_at', val(now)) }),
      ...(newsletter === false && { newsletter_consent_at: null }),
      ...(change.pickupShopId !== undefined && { pickup_shop_id: change.pickupShopId }),
    }))
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
    .$if(birthDate !== undefined, query =>
      query.where(({ eb, or }) => or([eb('birth_date', 'is', null), eb('birth_date', '=', birthDate as string)])),
    )
    .where(differsFrom(change))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Whether a row would change: a value that is there already is not written again. */
function differsFrom({
  firstName,
  lastName,
  language,
  birthDate,
  acceptsRules,
  newsletter,
  pickupShopId,
}: StoredChange) {
  const { eb, or } = expressionBuilder<DB, 'users'>()
  return or([
    ...(firstName === undefined ? [] : [eb('first_name', '<>', firstName)]),
    ...(lastName === undefined ? [] : [eb('last_name', '<>', lastName)]),
    ...(language === undefined ? [] : [eb('language', '<>', language)]),
    ...(birthDate === undefined ? [] : [eb('birth_date', 'is', null)]),
    ...(acceptsRules ? [eb('rules_accepted_at', 'is', null)] : []),
    ...(newsletter === undefined ? [] : [eb('newsletter_consent_at', newsletter ? 'is' : 'is not', null)]),
    ...(pickupShopId === undefined ? [] : [eb('pickup_shop_id', 'is distinct from', pickupShopId)]),
  ])
}
