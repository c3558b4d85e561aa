import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Language } from '../database/schema.ts'
import { pageUrl } from '../mail/web-page.ts'

/** What a link is made of. An export makes one per recipient, so nothing else is read. */
type LinkSettings = Pick<Config, 'web' | 'http' | 'tickets'>

/** The page that ends the newsletter for this user, for the foot of each letter. */
export function unsubscribeUrl(config: LinkSettings, userId: number, language: Language = 'fr'): string {
  return `${pageUrl(config.web.url, language, '/newsletter/desinscription')}?jeton=${unsubscribeToken(config, userId)}`
}

/** Where a mail program ends the newsletter for this user: the address for `List-Unsubscribe` (RFC 8058). */
export function oneClickUrl(config: LinkSettings, userId: number): string {
  return `${config.http.apiUrl}/newsletter/unsubscribe?token=${unsubscribeToken(config, userId)}`
}

/** The user for whom this token was made, or null. */
export function userOfToken(config: LinkSettings, token: string): number | null {
  const userId = Number(/^([1-9]\d{0,9})\./.exec(token)?.[1])
  if (!userId) return null
  const [given, made] = [Buffer.from(token), Buffer.from(unsubscribeToken(config, userId))]
  return given.length === made.length && timingSafeEqual(given, made) ? userId : null
}

/** The user's number, and an HMAC-SHA-256 cut to 128 bits (RFC 2104, section 5), which needs the key. */
function unsubscribeToken({ tickets }: LinkSettings, userId: number): string {
  const proof = createHmac('sha256', linkKey(tickets.pepper)).update(String(userId)).digest().subarray(0, 16)
  return `${userId}.${proof.toString('base64url')}`
}

/**
 * A separate key, derived from the one secret that never changes (RFC 5869): a mail may be opened years after it was
 * sent, when the key of the sessions has long changed.
 */
function linkKey(pepper: string): KeyObject {
  const known = keys.get(pepper)
  if (known) return known
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', pepper, '', 'newsletter unsubscribe link', 32)))
  keys.set(pepper, key)
  return key
}

const keys = new Map<string, KeyObject>()
