import { createHash } from 'node:crypto'
import { addressKey } from '../attempts/address-key.ts'
import { type AttemptLimit, type LimitedKey, limitedKey } from '../attempts/attempt-limit.ts'

const QUARTER = 900
const HOUR = 3600

/** A person who has forgotten their password tries three or four. About twelve an hour can be tried at one account. */
const passwordOfAccount: AttemptLimit = {
  allowed: 5,
  windowSeconds: HOUR,
  firstWaitSeconds: 30,
  longestWaitSeconds: QUARTER,
}
/** A shop's guests and a mobile network's customers share one address: only failures count, and more of them. */
const passwordOfAddress: AttemptLimit = { ...passwordOfAccount, allowed: 50, windowSeconds: QUARTER }

/** Codes of the second step: 3 of a million are right at a time, and only a person with the password may try. */
const secondStepCodes: AttemptLimit = {
  allowed: 5,
  windowSeconds: HOUR,
  firstWaitSeconds: 60,
  longestWaitSeconds: HOUR,
}

/** Each answer that an address is taken reveals who has an account. */
const takenAddresses: AttemptLimit = {
  allowed: 10,
  windowSeconds: HOUR,
  firstWaitSeconds: 60,
  longestWaitSeconds: HOUR,
}
/** Mails to addresses that no one has proven to be theirs yet. */
const mailsOfRegistration: AttemptLimit = { ...takenAddresses, allowed: 100 }

const mailsToAccount: AttemptLimit = {
  allowed: 3,
  windowSeconds: HOUR,
  firstWaitSeconds: 300,
  longestWaitSeconds: HOUR,
}
const mailsFromAddress: AttemptLimit = { ...mailsToAccount, allowed: 30 }

/** Passwords tried for an account from browsers that never opened it, whether or not it exists. */
export function passwordKey(email: string): LimitedKey {
  return limitedKey('password:account', emailKey(email), passwordOfAccount)
}

/** Passwords tried for an account from one browser that has opened it before. */
export function passwordDeviceKey(device: string): LimitedKey {
  return limitedKey('password:device', device, passwordOfAccount)
}

/** Passwords tried from an address for accounts that have no record, or do not exist. */
export function passwordAddressKey(address: string): LimitedKey {
  return limitedKey('password:address', addressKey(address), passwordOfAddress)
}

/** Passwords tried from an address for accounts that have played: guesses at others' accounts do not stop these. */
export function passwordRecordKey(address: string): LimitedKey {
  return limitedKey('password:record', addressKey(address), passwordOfAddress)
}

/** Codes tried at the second step of an account, from anywhere. */
export function secondStepKey(userId: number): LimitedKey {
  return limitedKey('second-step:account', userId, secondStepCodes)
}

/** Passwords with which a signed-in person confirms something. */
export function confirmationKey(userId: number): LimitedKey {
  return limitedKey('password:confirm', userId, passwordOfAccount)
}

/** Registrations from an address that met a taken one. */
export function takenKey(address: string): LimitedKey {
  return limitedKey('register:taken', addressKey(address), takenAddresses)
}

/** Mails that registrations from an address had sent. */
export function registrationMailKey(address: string): LimitedKey {
  return limitedKey('register:mails', addressKey(address), mailsOfRegistration)
}

/** Mails to an account that anyone can have sent. */
export function forgottenPasswordKey(email: string): LimitedKey {
  return limitedKey('forgot:account', emailKey(email), mailsToAccount)
}

/** The same, from one browser that has opened this account before. */
export function forgottenDeviceKey(device: string): LimitedKey {
  return limitedKey('forgot:device', device, mailsToAccount)
}

/** Mails to any account that were asked for from an address. */
export function forgottenAddressKey(address: string): LimitedKey {
  return limitedKey('forgot:address', addressKey(address), mailsFromAddress)
}

/** Verification mails that a signed-in person asks for again. */
export function verificationKey(userId: number): LimitedKey {
  return limitedKey('verify:account', userId, mailsToAccount)
}

/** Changes that a person makes to their own profile; asking for what is there already is none. */
export function profileChangeKey(userId: number): LimitedKey {
  return limitedKey('profile:account', userId, { ...passwordOfAccount, allowed: 30, firstWaitSeconds: 60 })
}

/** Downloads of all data about a person, which read the whole audit trail of theirs. */
export function downloadKey(userId: number): LimitedKey {
  return limitedKey('data:account', userId, { ...passwordOfAccount, allowed: 10, firstWaitSeconds: 60 })
}

/** Different people whose identity a member of the staff opens: three a minute is no work at a counter. */
export function openedIdentityKey(userId: number): LimitedKey {
  return limitedKey('identity:account', userId, { ...passwordOfAccount, allowed: 180, firstWaitSeconds: 60 })
}

/** One key for all spellings of an address, which does not reveal the address. */
function emailKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
}
