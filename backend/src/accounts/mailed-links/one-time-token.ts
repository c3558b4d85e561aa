import { createHash, randomBytes } from 'node:crypto'
import type { TokenPurpose } from '../../database/schema.ts'

const HOUR_MS = 3_600_000

/** How long a mailed link works. A new password is urgent and powerful, a verification is neither. */
export const LIFETIME_MS: Record<TokenPurpose, number> = {
  'verify-email': 48 * HOUR_MS,
  'reset-password': HOUR_MS,
}

/** 256 random bits as they appear in a link. */
export function drawToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token: reading the table yields no link. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
