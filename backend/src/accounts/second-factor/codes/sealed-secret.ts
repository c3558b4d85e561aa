import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a secret for its account: nonce, tag and ciphertext. It opens for no other account. */
export function sealSecret(key: KeyObject, userId: number, secret: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(String(userId)))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Returns the secret, or null if this key did not seal it for this account. */
export function openSecret(key: KeyObject, userId: number, sealed: Buffer): Buffer | null {
  const end = NONCE_BYTES + TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(String(userId))).setAuthTag(sealed.subarray(NONCE_BYTES, end))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(end)), decipher.final()])
  } catch {
    return null
  }
}
