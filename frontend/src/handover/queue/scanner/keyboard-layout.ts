import { parseTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'

/** A hand scanner that types for another keyboard than the device's. `code`: what it read, null for a web address. */
type WrongLayout = { scanner: 'american' | 'french'; code: TicketCode | null }

/** For each keyboard that a scanner can be set to: what the device types instead, and what was meant. */
const mixUps: { scanner: WrongLayout['scanner']; address: RegExp; typed: string; meant: string }[] = [
  { scanner: 'american', address: /^https?M!!/i, typed: 'AQZW?&é"\'(-è_çà$', meant: 'QAWZM1234567890]' },
  { scanner: 'french', address: /^https?\.>>/i, typed: 'AQZW:!@#$%^&*()', meant: 'QAWZM1234567890' },
]

/** What scanners put before a code to name its kind, as ISO/IEC 15424 has it. */
const KIND = /^\][A-Z]\d/

/**
 * Returns the keyboards for which a scanner may have typed this text, if it can only come from such a mistake: a code is
 * printed in capitals and digits, and the keys of its digits have typed something else.
 */
export function wrongLayouts(text: string): WrongLayout[] {
  const typed = text.trim()
  return mixUps.flatMap(({ scanner, address, typed: from, meant: to }): WrongLayout[] => {
    if (address.test(typed)) return [{ scanner, code: null }]
    const keys = [...typed]
    const isTelling = keys.some(key => from.indexOf(key) > 3) && !/[a-z\d]/.test(typed)
    // On both keyboards an M comes from a sign that no code has.
    const meant = keys.map(key => to[from.indexOf(key)] ?? (key === 'M' ? '?' : key)).join('')
    const code = isTelling ? parseTicketCode(meant.replace(KIND, '')) : null
    return code ? [{ scanner, code }] : []
  })
}
