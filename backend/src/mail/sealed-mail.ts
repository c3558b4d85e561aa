import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Mail } from './mailer.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals mails for the database: a dump must not hold a link that opens an account. AES-256-GCM under a key derived from
 * the key of the sessions (HKDF, RFC 5869); nonce, tag and ciphertext in this order.
 */
export function openMailSeal(sessionKey: string) {
  const key = Buffer.from(hkdfSync('sha256', sessionKey, '', 'outgoing mails', 32))
  return {
    seal(mail: Mail): Buffer {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce)
      const text = Buffer.concat([cipher.update(JSON.stringify(mail)), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text])
    },
    /** @throws an Error if the bytes were sealed under another key, or changed */
    open(sealed: Buffer): Mail {
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
      return JSON.parse(text.toString())
    },
  }
}
