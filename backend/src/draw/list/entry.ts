import { createHmac, hash } from 'node:crypto'

/**
 * The salt of a participant, 32 bytes. It follows from the pepper, so that those who freeze the list have no say in how
 * it looks, and the database does not hold it.
 */
export function saltOf(pepper: string, contest: string, participant: number): Buffer {
  return createHmac('sha256', pepper).update(`grand-draw\0${contest}\0${participant}`).digest()
}

/** How the published list names a participant: SHA-256(salt ‖ their number in ASCII digits), 32 bytes. */
export function entryOf(salt: Uint8Array, participant: number): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(String(participant))]), 'buffer')
}
