import type { Role } from '@tiptop/contract/accounts.ts'
import type { UserFilter, UserSort, UserState } from '@tiptop/contract/users.ts'
import { oneOf } from '../administration/filters/query.ts'

export const roles = ['player', 'employee', 'admin', 'bailiff'] as const satisfies Role[]
const states = ['active', 'disabled', 'erased'] as const satisfies UserState[]
const sorts = ['newest', 'oldest', 'name', 'email'] as const satisfies UserSort[]

const CONTROLS = /\p{Cc}/gu
const LONGEST_SEARCH = 254

/** Returns the filter in an address, without its invalid parts. */
export function userFilterIn(params: { get(name: string): string | null }): UserFilter {
  const search = (params.get('search') ?? '').replace(CONTROLS, ' ').trim().slice(0, LONGEST_SEARCH)
  const role = oneOf(params.get('role'), roles)
  const state = oneOf(params.get('state'), states)
  return { ...(search && { search }), ...(role && { role }), ...(state && { state }) }
}

export function userSortIn(params: { get(name: string): string | null }): UserSort {
  return oneOf(params.get('sort'), sorts) ?? 'newest'
}
