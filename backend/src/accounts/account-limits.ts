import { createHash } from 'node:crypto'
import { addressKey } from '../attempts/address-key.ts'
import type { AttemptLimit } from '../attempts/attempt-limit.ts'
import type { LimitedKey } from '../attempts/count-failure.ts'

const QUARTER = 900
const HOUR = 3600

/** A person who has forgotten their password tries three or four. */
const passwordOfAccount: AttemptLimit = {
  allowed: 5,
  windowSeconds: QUARTER,
  firstWaitSeconds: 30,
  longestWaitSeconds: QUARTER,
}
/** A shop's guests and a mobile network's customers share one address: only failures count, and more of them. */
const passwordOfAddress: AttemptLimit = { ...passwordOfAccount, allowed: 50 }

/** Each answer that an address is taken reveals who has an account. */
const takenAddresses: AttemptLimit = {
  allowed: 10,
  windowSeconds: HOUR,
  firstWaitSeconds: 60,
  longestWaitSeconds: HOUR,
}
const newAccounts: AttemptLimit = { ...takenAddresses, allowed: 100 }

const mailsToAccount: AttemptLimit = {
  allowed: 3,
  windowSeconds: HOUR,
  firstWaitSeconds: 300,
  longestWaitSeconds: HOUR,
}
const mailsFromAddress: AttemptLimit = { ...mailsToAccount, allowed: 30 }

/** The key under which passwords tried for an account are counted, whether or not it exists. */
export function passwordKey(email: string): LimitedKey {
  return { key: `password:account:${emailKey(email)}`, limit: passwordOfAccount }
}

/** The key under which passwords tried from an address are counted, for any account. */
export function passwordAddressKey(address: string): LimitedKey {
  return { key: `password:address:${addressKey(address)}`, limit: passwordOfAddress }
}

/** The keys under which registrations are counted: those that meet a taken address, and those that make an account. */
export function registrationKeys(address: string): { taken: LimitedKey; made: LimitedKey } {
  return {
    taken: { key: `register:taken:${addressKey(address)}`, limit: takenAddresses },
    made: { key: `register:made:${addressKey(address)}`, limit: newAccounts },
  }
}

/** The keys under which mails are counted that anyone can have sent to any address. */
export function forgottenPasswordKeys(email: string, address: string): LimitedKey[] {
  return [
    { key: `forgot:address:${addressKey(address)}`, limit: mailsFromAddress },
    { key: `forgot:account:${emailKey(email)}`, limit: mailsToAccount },
  ]
}

/** The keys under which verification mails are counted that a signed-in person asks for again. */
export function verificationKeys(userId: number): LimitedKey[] {
  return [{ key: `verify:account:${userId}`, limit: mailsToAccount }]
}

/** One key for all spellings of an address, which does not reveal the address. */
function emailKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
}
