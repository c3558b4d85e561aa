import { type CodeReading, readCode } from '@tiptop/contract/code-reading.ts'
import { foreignSymbols, formatTicketCode, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'

/** The content of the field read as a code: the text to show, what is wrong, and the code once it is complete. */
export type CodeEntry = {
  /** what was typed, which later characters can give another reading */
  typed: string
  /** as shown in the field: `ABCDE-FGH`. What is in doubt is shown as it was typed. */
  text: string
  /** of each character of `text`, the place in `typed` from which it comes; for the dash put in here, that of the next one */
  origins: number[]
  symbols: string
  /** characters read as another one, each once */
  corrected: { typed: string; read: string }[]
  /** the codes that may be meant; the player chooses */
  choices: TicketCode[]
} & (
  | { state: 'empty' }
  | { state: 'foreign'; foreign: string[] }
  | { state: 'short'; missing: number }
  | { state: 'long'; excess: number }
  | { state: 'unclear' }
  | { state: 'complete'; code: TicketCode }
)

/** Symbols that no code contains, with the printed symbols they may stand for: proposed to the player, never chosen. */
const lookalikes: Record<string, string[]> = {
  '0': ['D', 'Q', '8'],
  O: ['D', 'Q', 'C'],
  '1': ['7', 'T', 'J'],
  I: ['T', 'J', '7'],
  L: ['E', 'J', 'T'],
}

const GROUP = TICKET_CODE_LENGTH / 2

/** Reads any text that was typed or pasted. */
export function readEntry(typed: string): CodeEntry {
  const reading = readCode(typed)
  const { symbols, corrected, choices } = reading
  const entry = {
    typed: reading.signs.map(sign => sign.typed).join(''),
    symbols,
    corrected,
    choices,
    ...shown(reading),
  }
  if (!symbols)
    return entry.text ? { ...entry, state: 'short', missing: TICKET_CODE_LENGTH } : { ...entry, state: 'empty' }
  if (reading.code) return { ...entry, state: 'complete', code: reading.code }
  const foreign = foreignSymbols(symbols)
  if (foreign.length) return { ...entry, state: 'foreign', foreign }
  if (symbols.length > TICKET_CODE_LENGTH)
    return { ...entry, state: 'long', excess: symbols.length - TICKET_CODE_LENGTH }
  if (symbols.length === TICKET_CODE_LENGTH) return { ...entry, state: 'unclear' }
  return { ...entry, state: 'short', missing: TICKET_CODE_LENGTH - symbols.length }
}

/** Returns what the field shows of a reading: its symbols in two groups, with one dash between them. */
function shown({ signs }: CodeReading): Pick<CodeEntry, 'text' | 'origins'> {
  const pieces = signs.flatMap(({ typed, read }, place) =>
    [...(read ?? typed.toUpperCase())].map(sign => ({ sign, place })),
  )
  const fifth = pieces[GROUP]
  if (fifth && !pieces.slice(0, GROUP + 1).some(({ sign }) => /[-_]/.test(sign)))
    pieces.splice(GROUP, 0, { sign: '-', place: fifth.place })
  return { text: pieces.map(({ sign }) => sign).join(''), origins: pieces.map(({ place }) => place) }
}

/**
 * Takes over what an input event made of the field.
 * @param value the text in the field, with the caret behind `caret` characters
 * @param erasing whether something was deleted
 * @returns the new entry, and the place of the caret in its text. The caret stays behind the same symbols, and moves past
 * the dash if a symbol follows, so that the next one lands in its place.
 */
export function editEntry(
  before: CodeEntry,
  value: string,
  { caret, erasing }: { caret: number; erasing: boolean },
): { entry: CodeEntry; caret: number } {
  const after = before.text.endsWith(value.slice(caret)) ? value.length - caret : 0
  const end = before.text.length - after
  let start = 0
  while (start < Math.min(end, caret) && before.text[start] === value[start]) start++
  const typed = [...before.typed]
  const originOf = (place: number) => before.origins[place] ?? typed.length
  const head = start ? typed.slice(0, originOf(start)) : []
  const tail = after ? typed.slice(originOf(end)) : []
  const left = readEntry([...head, value.slice(start, value.length - after)].join('')).typed
  const entry = readEntry(left + tail.join(''))
  const count = entry.origins.filter(origin => origin < [...left].length).length
  const isBeforeDash = !erasing && entry.text[count] === '-' && entry.origins[count] === entry.origins[count + 1]
  return { entry, caret: isBeforeDash ? count + 1 : count }
}

/** Returns what a symbol that no code contains may be on the receipt, most likely first; empty if unknown. */
export function candidatesFor(symbol: string): string[] {
  return lookalikes[symbol] ?? []
}

/** Returns the text with the first such symbol replaced by the player's choice. */
export function replaceFirst(entry: CodeEntry, symbol: string, by: string): string {
  return formatTicketCode(entry.symbols.replace(symbol, by))
}
