import type { UserItem, UserList, UserProfile, UserSearch } from '@tiptop/contract/users.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { isNotAPlay } from '../audit/not-a-play.ts'
import type { Db } from '../database/database.ts'
import type { DB } from '../database/schema.ts'
import { page } from '../lists/cursor.ts'
import { isReserved } from '../reserved.ts'
import { hasSecondFactor } from '../sessions/second-step/queries.ts'
import { shopColumns } from '../shops/queries.ts'
import { matchingUsersInOrder } from './matching-users.ts'
import { userOrder } from './user-orders.ts'

/**
 * The users of a filter in the order that is asked for, page by page. Refuses `invalid-request` for the cursor of
 * another order.
 */
export async function listUsers(db: Db, { sort, cursor, limit, ...filter }: UserSearch): Promise<UserList> {
  const order = userOrder(sort)
  let query = selectItems(matchingUsersInOrder(db, filter)).select(order.values.as('place'))
  if (cursor) query = query.where(order.after(cursor))
  for (const column of order.columns) query = query.orderBy(column, order.direction)
  const rows = await query.limit(limit + 1).execute()
  return page(rows, limit, asItem, row => ({ order: sort, values: row.place }))
}

/** All that this administrator sees of a user, or null if there is none. */
export async function findUser(db: Db, userId: number, askedBy: number): Promise<UserProfile | null> {
  const row = await selectProfiles(db).where('users.id', '=', userId).executeTakeFirst()
  return row ? asProfile(row, askedBy) : null
}

function selectProfiles(db: Db) {
  return selectItems(db.selectFrom('users'))
    .select(['birth_date', 'email_verified_at', 'language', 'rules_accepted_at', 'newsletter_consent_at'])
    .select(eb => [
      eb('password_hash', 'is not', null).as('hasPassword'),
      hasSecondFactor().as('hasSecondFactor'),
      jsonArrayFrom(
        eb.selectFrom('identities').select('provider').whereRef('user_id', '=', 'users.id').orderBy('provider'),
      ).as('identities'),
      lastSignIn(db).as('lastSignInAt'),
      eb
        .selectFrom('participations')
        .innerJoin('tickets', 'tickets.id', 'participations.ticket_id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('participations.player_id', '=', 'users.id')
        .where('tickets.status', '=', 'claimed')
        .as('handedOver'),
    ])
}

type ProfileRow = Awaited<ReturnType<ReturnType<typeof selectProfiles>['executeTakeFirstOrThrow']>>

function asProfile(row: ProfileRow, askedBy: number): UserProfile {
  return {
    ...asItem(row),
    birthDate: row.birth_date,
    emailVerified: row.email_verified_at !== null,
    providers: row.identities.map(({ provider }) => provider),
    hasPassword: Boolean(row.hasPassword),
    hasSecondFactor: row.hasSecondFactor,
    language: row.language,
    rulesAcceptedAt: isoTime(row.rules_accepted_at),
    newsletterConsentAt: isoTime(row.newsletter_consent_at),
    lastSignInAt: isoTime(row.lastSignInAt),
    disabledAt: isoTime(row.disabled_at),
    erasedAt: isoTime(row.erased_at),
    handedOver: row.handedOver ?? 0,
    mayChange: row.id !== askedBy && row.erased_at === null && !isReserved(row.id),
  }
}

/** Sessions are purged; the audit trail stays. */
function lastSignIn(db: Db) {
  return db
    .selectFrom('audit_events')
    .select('at')
    .whereRef('actor_id', '=', sql.ref('users.id'))
    .where(isNotAPlay())
    .where('kind', '=', 'signed-in')
    .orderBy('audit_events.id', 'desc')
    .limit(1)
}

function selectItems<Output>(query: SelectQueryBuilder<DB, 'users', Output>) {
  return query
    .select(['users.id', 'first_name', 'last_name', 'email', 'role', 'created_at', 'disabled_at', 'erased_at'])
    .select(({ selectFrom }) => [
      jsonObjectFrom(selectFrom('shops').select(shopColumns).whereRef('shops.id', '=', 'users.shop_id')).as('shop'),
      selectFrom('participations')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('player_id', '=', 'users.id')
        .as('plays'),
    ])
}

type ItemRow = Awaited<ReturnType<ReturnType<typeof selectItems<object>>['executeTakeFirstOrThrow']>>

function asItem(row: ItemRow): UserItem {
  return {
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    role: row.role,
    shop: row.shop,
    state: row.erased_at ? 'erased' : row.disabled_at ? 'disabled' : 'active',
    createdAt: row.created_at.toISOString(),
    plays: row.plays ?? 0,
  }
}

function isoTime(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
