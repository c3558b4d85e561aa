import { randomBytes } from 'node:crypto'
import type { NewApp } from '@tiptop/contract/second-factor.ts'
import { Secret, TOTP } from 'otpauth'

/** RFC 6238 as every app has it: SHA-1, six digits, thirty seconds. */
const SETTINGS = { issuer: 'Thé Tip Top', algorithm: 'SHA1', digits: 6, period: 30 } as const
/** RFC 4226, section 4: at least 128 bits, 160 recommended. */
const SECRET_BYTES = 20
/** Steps before and after the present one: clocks differ, and typing takes time. */
const WINDOW = 1

export function drawAppSecret(): Buffer {
  return randomBytes(SECRET_BYTES)
}

/** A secret as an app takes it: typed, or read from a picture of the address. */
export function describeApp(secret: Uint8Array, email: string): NewApp {
  const app = new TOTP({ ...SETTINGS, label: email, secret: asSecret(secret) })
  return { secret: app.secret.base32, uri: app.toString() }
}

/** The time step (RFC 6238) that this code belongs to, among those that are accepted now; null if there is none. */
export function stepOfCode(secret: Uint8Array, typed: string, now: Date): number | null {
  const token = typed.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = now.getTime()
  const delta = TOTP.validate({ ...SETTINGS, token, secret: asSecret(secret), timestamp, window: WINDOW })
  return delta === null ? null : TOTP.counter({ period: SETTINGS.period, timestamp }) + delta
}

function asSecret(secret: Uint8Array): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer })
}
