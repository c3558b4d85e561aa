import {
  foreignSymbols,
  formatTicketCode,
  normaliseCode,
  parseTicketCode,
  TICKET_CODE_LENGTH,
  type TicketCode,
} from '@tiptop/contract/ticket-code.ts'

/** The content of the field read as a code: the text to show, what is wrong, and the code once it is complete. */
export type CodeEntry = {
  /** as shown in the field: `ABCDE-FGH` */
  text: string
  symbols: string
  /** letters typed in another script or with an accent and read as plain ones, each once */
  corrected: { typed: string; read: string }[]
} & (
  | { state: 'empty' }
  | { state: 'foreign'; foreign: string[] }
  | { state: 'short'; missing: number }
  | { state: 'long'; excess: number }
  | { state: 'complete'; code: TicketCode }
)

/** Letters of other scripts that look exactly like one of ours, so that their meaning is certain. */
const twins: Record<string, string> = {
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  К: 'K',
  М: 'M',
  Р: 'P',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  О: 'O',
  І: 'I',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ρ: 'P',
  Τ: 'T',
  Χ: 'X',
  Υ: 'Y',
  Ο: 'O',
  Ι: 'I',
}

/** Symbols that no code contains, with the printed symbols they may stand for: proposed to the player, never chosen. */
const lookalikes: Record<string, string[]> = {
  '0': ['D', 'Q', '8'],
  O: ['D', 'Q', 'C'],
  '1': ['7', 'T', 'J'],
  I: ['T', 'J', '7'],
  L: ['E', 'J', 'T'],
}

const LONGEST_TEXT = 40

/** Reads any text that was typed or pasted. */
export function readEntry(typed: string): CodeEntry {
  const normal = normaliseCode(typed).slice(0, LONGEST_TEXT)
  const corrected: CodeEntry['corrected'] = []
  const symbols = [...normal].map(symbol => plain(symbol, corrected)).join('')
  const entry = { text: formatTicketCode(symbols), symbols, corrected }
  if (!symbols) return { ...entry, state: 'empty' }
  const foreign = foreignSymbols(symbols)
  if (foreign.length) return { ...entry, state: 'foreign', foreign }
  if (symbols.length > TICKET_CODE_LENGTH)
    return { ...entry, state: 'long', excess: symbols.length - TICKET_CODE_LENGTH }
  const code = parseTicketCode(symbols)
  if (!code) return { ...entry, state: 'short', missing: TICKET_CODE_LENGTH - symbols.length }
  return { ...entry, state: 'complete', code }
}

function plain(symbol: string, corrected: CodeEntry['corrected']): string {
  const read = twins[symbol] ?? symbol.normalize('NFD').replace(/\p{M}/gu, '')
  if (read !== symbol && read && !corrected.some(pair => pair.typed === symbol)) corrected.push({ typed: symbol, read })
  return read
}

/** Returns what a symbol that no code contains may be on the receipt, most likely first; empty if unknown. */
export function candidatesFor(symbol: string): string[] {
  return lookalikes[symbol] ?? []
}

/** Returns the text with the first such symbol replaced by the player's choice. */
export function replaceFirst(entry: CodeEntry, symbol: string, by: string): string {
  return formatTicketCode(entry.symbols.replace(symbol, by))
}

/**
 * Returns the position of the caret in the shown text. `before` is the typed text left of the caret: the caret stays
 * after the same symbols. It moves past the dash if a symbol follows, so that the next one lands in its place.
 */
export function caretIn(text: string, before: string, erasing: boolean): number {
  const count = readEntry(before).symbols.length
  const isBehindDash = count > 5 || (count === 5 && !erasing && text.length > 5)
  return Math.min(text.length, isBehindDash ? count + 1 : count)
}
