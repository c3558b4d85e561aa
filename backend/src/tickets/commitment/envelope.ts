import { ENTRY_BYTES, readEntry } from './entry.ts'

/** The first line of the bailiff's envelope; then one line a ticket, by leaf. */
export const ENVELOPE_HEADER = 'index;code;position;salt\n'

/**
 * The lines of the envelope for these tickets: what opens each of them.
 * @param entries {@link ENTRY_BYTES} a ticket, from this leaf on
 */
export function envelopeLines(entries: Uint8Array, firstLeaf: number): Buffer {
  const bytes = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength)
  let lines = ''
  for (let start = 0; start < bytes.length; start += ENTRY_BYTES) {
    const { code, position, salt } = readEntry(bytes.subarray(start, start + ENTRY_BYTES))
    lines += `${firstLeaf + start / ENTRY_BYTES};${code};${position};${salt.toString('hex')}\n`
  }
  return Buffer.from(lines, 'latin1')
}
