import {
  foreignSymbols,
  formatTicketCode,
  normaliseCode,
  parseTicketCode,
  TICKET_CODE_LENGTH,
  type TicketCode,
} from '@tiptop/contract/ticket-code.ts'

/** What the field holds, read as a code: how it is shown, what is wrong, and the code once it is one. */
export type CodeEntry = {
  /** as shown in the field: `ABCDE-FGH` */
  text: string
  symbols: string
  /** what was typed in another script or with an accent and read as the plain letter, each once */
  corrected: { typed: string; read: string }[]
} & (
  | { state: 'empty' }
  | { state: 'foreign'; foreign: string[] }
  | { state: 'short'; missing: number }
  | { state: 'long'; excess: number }
  | { state: 'complete'; code: TicketCode }
)

/** Letters of other scripts that look exactly like one of ours: there is only one thing they can mean. */
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

/** No code contains these; a printed symbol that can be taken for them is proposed, never chosen for the player. */
const lookalikes: Record<string, string[]> = {
  '0': ['D', 'Q', '8'],
  O: ['D', 'Q', 'C'],
  '1': ['7', 'T', 'J'],
  I: ['T', 'J', '7'],
  L: ['E', 'J', 'T'],
}

const LONGEST_TEXT = 40

/** Reads whatever was typed or pasted. */
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

/** What a symbol that no code contains may be on the receipt, most likely first; empty when nothing looks like it. */
export function candidatesFor(symbol: string): string[] {
  return lookalikes[symbol] ?? []
}

/** The text with the first such symbol replaced by what the player says it is. */
export function replaceFirst(entry: CodeEntry, symbol: string, by: string): string {
  return formatTicketCode(entry.symbols.replace(symbol, by))
}

/**
 * Where the caret stands in the shown text after `before`, the part of what was typed left of the caret: behind
 * the same symbols. Behind the dash when a symbol follows, so that the next one lands in its place.
 */
export function caretIn(text: string, before: string, erasing: boolean): number {
  const count = readEntry(before).symbols.length
  const isBehindDash = count > 5 || (count === 5 && !erasing && text.length > 5)
  return Math.min(text.length, isBehindDash ? count + 1 : count)
}
