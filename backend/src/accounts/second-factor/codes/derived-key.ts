import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/**
 * A key of its own for each purpose, derived from the secret that never changes (RFC 5869): the key of the sessions may
 * be replaced, and no one should lose their second factor with it.
 */
export function derivedKey(pepper: string, purpose: 'authenticator app' | 'recovery code'): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', pepper, '', `second factor: ${purpose}`, 32)))
}
