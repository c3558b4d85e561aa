import { z } from 'zod'
import { provider, role } from './accounts.ts'
import { shop } from './handover.ts'
import { ONE_LINE } from './one-line.ts'
import { aged, pageRequest } from './page.ts'

const userState = z.enum(['active', 'disabled', 'erased'])
export type UserState = z.infer<typeof userState>

const userSort = z.enum(['newest', 'oldest', 'name', 'email'])
export type UserSort = z.infer<typeof userSort>

/** Filters for users. `search` matches the beginnings of their names, in any order, or of their e-mail address. */
export const userFilter = z.object({
  search: z.string().trim().max(254).regex(ONE_LINE).optional(),
  role: role.optional(),
  state: userState.optional(),
})
export type UserFilter = z.infer<typeof userFilter>

export const userSearch = pageRequest.extend({ ...userFilter.shape, sort: userSort.default('newest') })
export type UserSearch = z.infer<typeof userSearch>

const userItem = z
  .object({
    id: z.int(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string().describe('for an erased account, a unique text that is not an address'),
    role,
    shop: shop.nullable(),
    state: userState,
    createdAt: z.iso.datetime(),
    plays: z.int(),
  })
  .meta({ id: 'UserItem' })
export type UserItem = z.infer<typeof userItem>

export const userList = z
  .object({ items: z.array(userItem), nextCursor: z.string().nullable(), ...aged })
  .meta({ id: 'UserList' })
export type UserList = z.infer<typeof userList>

/** What an administrator sees of a user. The user's tickets and history are separate lists. */
export const userProfile = userItem
  .extend({
    birthDate: z.iso.date().nullable(),
    emailVerified: z.boolean(),
    providers: z.array(provider),
    hasPassword: z.boolean(),
    hasSecondFactor: z.boolean(),
    language: z.enum(['fr', 'en']),
    rulesAcceptedAt: z.iso.datetime().nullable(),
    newsletterConsentAt: z.iso.datetime().nullable(),
    lastSignInAt: z.iso.datetime().nullable(),
    disabledAt: z.iso.datetime().nullable(),
    erasedAt: z.iso.datetime().nullable(),
    handedOver: z.int().describe('how many of their prizes the user has received'),
    mayChange: z.boolean().describe('false for the account of the user who asks, and for an erased one'),
  })
  .meta({ id: 'UserProfile' })
export type UserProfile = z.infer<typeof userProfile>

/** An employee belongs to a shop: that role requires `shop` (a slug). Any other role removes the shop. */
export const roleChange = z
  .object({ role, shop: z.string().max(100).regex(ONE_LINE).optional() })
  .refine(change => change.role !== 'employee' || change.shop, {
    path: ['shop'],
    error: 'an employee needs a shop',
  })
  .meta({ id: 'RoleChange' })
export type RoleChange = z.infer<typeof roleChange>

/** A disabled account is signed out within a minute and cannot sign in. It loses nothing else. */
export const accessChange = z.object({ disabled: z.boolean() }).meta({ id: 'AccessChange' })
export type AccessChange = z.infer<typeof accessChange>

export const shopList = z.object({ items: z.array(shop) }).meta({ id: 'ShopList' })
export type ShopList = z.infer<typeof shopList>
