import { z } from 'zod'
import { calendarDay } from './calendar-day.ts'
import { EMAIL_ADDRESS, EMAIL_MAX_LENGTH } from './email-address.ts'
import { shop } from './handover.ts'
import { ONE_LINE } from './one-line.ts'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password.ts'
import { NAME_MAX_LENGTH, PERSON_NAME } from './person-name.ts'

export const role = z.enum(['player', 'employee', 'admin', 'bailiff'])
export type Role = z.infer<typeof role>

export const provider = z.enum(['google', 'facebook'])
export type Provider = z.infer<typeof provider>

const email = z
  .string()
  .trim()
  .max(EMAIL_MAX_LENGTH)
  .pipe(z.email({ pattern: EMAIL_ADDRESS }))
const password = z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH)
const name = z.string().trim().min(1).max(NAME_MAX_LENGTH).regex(PERSON_NAME)

export const registerRequest = z
  .object({
    email,
    password,
    firstName: name,
    lastName: name,
    birthDate: calendarDay,
    acceptsRules: z.literal(true),
    newsletter: z.boolean().default(false),
    language: z.enum(['fr', 'en']).default('fr'),
  })
  .meta({ id: 'RegisterRequest' })
export type RegisterRequest = z.infer<typeof registerRequest>

export const loginRequest = z
  .object({
    email: z.string().trim().max(EMAIL_MAX_LENGTH).regex(ONE_LINE),
    password: z.string().max(PASSWORD_MAX_LENGTH),
  })
  .meta({ id: 'LoginRequest' })
export type LoginRequest = z.infer<typeof loginRequest>

/** The password of the account that is signed in, asked again before something that counts. */
export const passwordConfirmation = loginRequest.pick({ password: true }).meta({ id: 'PasswordConfirmation' })

export const forgotPasswordRequest = z.object({ email }).meta({ id: 'ForgotPasswordRequest' })
export const resetPasswordRequest = z
  .object({ token: z.string().max(100), password })
  .meta({ id: 'ResetPasswordRequest' })
export type ResetPasswordRequest = z.infer<typeof resetPasswordRequest>
/** A new password, chosen while signed in, with the present one. */
export const passwordChange = z
  .object({ present: z.string().max(PASSWORD_MAX_LENGTH), password })
  .meta({ id: 'PasswordChange' })
export type PasswordChange = z.infer<typeof passwordChange>
export const verifyEmailRequest = z.object({ token: z.string().max(100) }).meta({ id: 'VerifyEmailRequest' })

/** What a signed-in user may change. A user who came through a provider completes the profile here. */
export const profileChange = z
  .object({
    firstName: name,
    lastName: name,
    birthDate: calendarDay,
    acceptsRules: z.literal(true),
    newsletter: z.boolean(),
    language: z.enum(['fr', 'en']),
    pickupShop: z.string().max(100).regex(ONE_LINE).nullable().describe('the slug of a shop, or null for none'),
  })
  .partial()
  .meta({ id: 'ProfileChange' })
export type ProfileChange = z.infer<typeof profileChange>

export const profile = z
  .object({
    id: z.int(),
    email: z.string(),
    emailVerified: z.boolean(),
    firstName: z.string(),
    lastName: z.string(),
    birthDate: z.iso.date().nullable(),
    acceptedRules: z.boolean(),
    newsletter: z.boolean(),
    language: z.enum(['fr', 'en']),
    role,
    shop: shop.nullable().describe('the shop where an employee hands prizes over'),
    pickupShop: shop
      .nullable()
      .describe('the shop where a player collects: named by the player, or where they were last served'),
    providers: z.array(provider),
    hasPassword: z.boolean(),
    complete: z
      .boolean()
      .describe('whether names and birth date are known and the rules are accepted, as playing requires'),
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof profile>

/** The ways to sign in that this installation offers beside the form. A provider without credentials is absent. */
export const signInOptions = z.object({ providers: z.array(provider) }).meta({ id: 'SignInOptions' })
export type SignInOptions = z.infer<typeof signInOptions>
