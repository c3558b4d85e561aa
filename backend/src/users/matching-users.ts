import type { UserFilter } from '@tiptop/contract/users.ts'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '../database/database.ts'
import type { DB } from '../database/schema.ts'
import { isNamed } from '../lists/name-search.ts'

/** The users that match a filter, ready to be selected from; the list and the export share it. */
export function matchingUsers(db: Db, { search, role, state }: UserFilter) {
  let query = db.selectFrom('users').where('users.id', '>', 0)
  if (role) query = query.where('users.role', '=', role)
  if (state === 'erased') query = query.where('users.erased_at', 'is not', null)
  if (state === 'disabled') query = query.where('users.disabled_at', 'is not', null)
  if (state === 'active') query = query.where('users.disabled_at', 'is', null)
  if (state && state !== 'erased') query = query.where('users.erased_at', 'is', null)
  return search ? query.where(eb => isSought(eb, search)) : query
}

/**
 * The same for one page in some order. A search finds its users first and sorts them afterwards: the planner takes the
 * beginning of a rare name for a frequent one, and would walk past a million users in that order to find a few.
 */
export function matchingUsersInOrder(db: Db, filter: UserFilter) {
  const matching = matchingUsers(db, filter)
  if (!filter.search) return matching
  // An offset, even of nothing, is where the planner leaves a subquery as it is.
  return db.selectFrom(matching.selectAll('users').offset(0).as('users'))
}

/** Whether a user's names begin with the words of a search, or their e-mail address with all of it. */
function isSought(eb: ExpressionBuilder<DB, 'users'>, search: string) {
  const isName = search.includes('@') ? [] : [isNamed('users', search)]
  const isAddress = /\s/.test(search) ? [] : [emailBegins(search.toLowerCase())]
  return eb.or([...isName, ...isAddress])
}

/** As a range of the address's index, which needs no second look at the row; `like` would also check the names. */
function emailBegins(beginning: string) {
  const [email, end] = [sql`lower(users.email)`, `${beginning}\u{10ffff}`]
  return sql<boolean>`(${email} ~>=~ ${beginning} and ${email} ~<~ ${end})`
}
