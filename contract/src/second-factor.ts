import { z } from 'zod'
import { ONE_LINE } from './one-line.ts'
import { NAME_MAX_LENGTH } from './person-name.ts'

/** How staff pass the second step of a sign-in. */
const secondStepWay = z.enum(['passkey', 'app', 'recovery-code'])
export type SecondStepWay = z.infer<typeof secondStepWay>

/** What a sign-in still lacks: to pass the second step, or to set a second factor up. The session reaches nothing else. */
export const secondStepAsked = z.object({ secondStep: z.enum(['pass', 'set-up']) }).meta({ id: 'SecondStepAsked' })
export type SecondStepAsked = z.infer<typeof secondStepAsked>

export const secondStep = secondStepAsked
  .extend({ ways: z.array(secondStepWay).describe('how this account can pass it; none while there is none to pass') })
  .meta({ id: 'SecondStep' })
export type SecondStep = z.infer<typeof secondStep>

export const appCode = z
  .object({ code: z.string().trim().max(20).describe('six digits of the authenticator app; spaces are ignored') })
  .meta({ id: 'AppCode' })
export const recoveryCode = z
  .object({ code: z.string().trim().max(40).describe('one of the ten codes; case, spaces and dashes are ignored') })
  .meta({ id: 'RecoveryCode' })

/** Values of WebAuthn as its JSON serialisation has them; the library checks what they hold. */
const base64url = z
  .string()
  .max(10_000)
  .regex(/^[\w-]*$/)
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}),
}

export const passkeyAnswer = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.optional(),
    }),
  })
  .meta({ id: 'PasskeyAnswer' })
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>

const passkeyName = z.string().trim().min(1).max(NAME_MAX_LENGTH).regex(ONE_LINE)

export const newPasskey = z
  .object({
    name: passkeyName,
    credential: z.object({
      ...credential,
      response: z.object({
        clientDataJSON: base64url,
        attestationObject: base64url,
        transports: z
          .array(
            z
              .string()
              .max(20)
              .regex(/^[\w-]+$/),
          )
          .max(10)
          .optional(),
      }),
    }),
  })
  .meta({ id: 'NewPasskey' })
export type NewPasskey = z.infer<typeof newPasskey>

export const passkeyChange = z.object({ name: passkeyName }).meta({ id: 'PasskeyChange' })

/** What the browser hands to `navigator.credentials`. */
export const passkeyOptions = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' })
export type PasskeyOptions = z.infer<typeof passkeyOptions>

export const newApp = z
  .object({
    secret: z.string().describe('in base32, to type where no picture can be read'),
    uri: z.string().describe('otpauth://…, for a picture'),
  })
  .meta({ id: 'NewApp' })
export type NewApp = z.infer<typeof newApp>

const passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})

export const secondFactor = z
  .object({
    passkeys: z.array(passkey),
    appSince: z.iso.datetime().nullable(),
    recoveryCodesLeft: z.int(),
    compulsory: z.boolean().describe('whether one passkey or the app must remain'),
  })
  .meta({ id: 'SecondFactor' })
export type SecondFactor = z.infer<typeof secondFactor>

export const newRecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'NewRecoveryCodes' })
/** After something was set up. Codes come with the first factor, and are shown this once. */
export const addedFactor = z.object({ recoveryCodes: z.array(z.string()).nullable() }).meta({ id: 'AddedFactor' })
export type AddedFactor = z.infer<typeof addedFactor>
