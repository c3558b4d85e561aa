import { z } from 'zod'
import { provider, role } from './accounts.ts'
import { shop } from './handover.ts'
import { pageRequest } from './page.ts'

const ONE_LINE = /^\P{Cc}*$/u

export const userState = z.enum(['active', 'disabled', 'erased'])
export type UserState = z.infer<typeof userState>

export const userSort = z.enum(['newest', 'oldest', 'name', 'email'])
export type UserSort = z.infer<typeof userSort>

/** Which users: those whose names begin so, in any order, or whose e-mail address begins so. */
export const userFilter = z.object({
  search: z.string().trim().max(254).regex(ONE_LINE).optional(),
  role: role.optional(),
  state: userState.optional(),
})
export type UserFilter = z.infer<typeof userFilter>

export const userSearch = pageRequest.extend({ ...userFilter.shape, sort: userSort.default('newest') })
export type UserSearch = z.infer<typeof userSearch>

export const userItem = z
  .object({
    id: z.int(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string().describe('of an erased account no address, but a text that is its own'),
    role,
    shop: shop.nullable(),
    state: userState,
    createdAt: z.iso.datetime(),
    plays: z.int(),
  })
  .meta({ id: 'UserItem' })
export type UserItem = z.infer<typeof userItem>

export const userList = z
  .object({ items: z.array(userItem), nextCursor: z.string().nullable() })
  .meta({ id: 'UserList' })
export type UserList = z.infer<typeof userList>

/** All that an administrator sees of a user; his tickets and his history are lists of their own. */
export const userProfile = userItem
  .extend({
    birthDate: z.iso.date().nullable(),
    emailVerified: z.boolean(),
    providers: z.array(provider),
    hasPassword: z.boolean(),
    language: z.enum(['fr', 'en']),
    rulesAcceptedAt: z.iso.datetime().nullable(),
    newsletterConsentAt: z.iso.datetime().nullable(),
    lastSignInAt: z.iso.datetime().nullable(),
    disabledAt: z.iso.datetime().nullable(),
    erasedAt: z.iso.datetime().nullable(),
    handedOver: z.int().describe('how many of his prizes were handed over to him'),
    mayChange: z.boolean().describe('false for one’s own account and an erased one'),
  })
  .meta({ id: 'UserProfile' })
export type UserProfile = z.infer<typeof userProfile>

/** An employee belongs to a shop: `shop` (its slug) is asked for with that role, and taken away with another one. */
export const roleChange = z
  .object({ role, shop: z.string().max(100).optional() })
  .refine(change => change.role !== 'employee' || change.shop, {
    path: ['shop'],
    error: 'an employee belongs to a shop',
  })
  .meta({ id: 'RoleChange' })
export type RoleChange = z.infer<typeof roleChange>

/** A disabled account is signed out within a minute and cannot sign in; nothing of it is lost. */
export const accessChange = z.object({ disabled: z.boolean() }).meta({ id: 'AccessChange' })
export type AccessChange = z.infer<typeof accessChange>

export const shopList = z.object({ items: z.array(shop) }).meta({ id: 'ShopList' })
export type ShopList = z.infer<typeof shopList>
