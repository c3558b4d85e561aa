import { parseTicketCode, TICKET_CODE_LENGTH, type TicketCode } from './ticket-code.ts'

/**
 * Reads the code that a person typed, pasted or scanned: the one reading that the site and the API share. What can be
 * read in two ways is never settled here, so that no guess is made that the player did not see.
 */
export type CodeReading = {
  /** the characters that were typed, and what each is read as: '' separates, null is in doubt */
  signs: { typed: string; read: string | null }[]
  /** the code if there is one, else what was typed so far with its separators left out */
  symbols: string
  /** characters read as another one, each once */
  corrected: { typed: string; read: string }[]
  /** null if no code can be read, or more than one */
  code: TicketCode | null
  /** the codes between which the person must choose; empty if `code` is not null */
  choices: TicketCode[]
}

/** What a character may stand for, the usual meaning first. '' means that it only separates. */
type Sign = { typed: string; meanings: readonly [string, ...string[]] }
/** One way to read all signs. `isClear`: nothing speaks for another way. */
type Trial = { reads: string[]; code: TicketCode; isClear: boolean }

const LONGEST = 40
const MOST_CHOICES = 4
/** Hand scanners can put the kind of the symbol before its content: `]Q1` for a QR code (ISO/IEC 15424). */
const SCANNER_PREFIX = /^\s*\][A-Z]\d/i
const SEPARATOR = /^[\s\u00ad\u200b-\u200d\u2010-\u2015\u2212.]$/
const QUOTES = /^["'“”‘’(]+|["'“”‘’)]+$/g

/** The row of digits of a French keyboard without Shift (PC; § and ! on Apple's and Belgian ones), 1 and 0 included. */
const digitKeys: Record<string, string> = {
  '&': '1',
  é: '2',
  '"': '3',
  '“': '3',
  '”': '3',
  "'": '4',
  '‘': '4',
  '’': '4',
  '(': '5',
  '-': '6',
  '§': '6',
  è: '7',
  _: '8',
  '!': '8',
  ç: '9',
  à: '0',
}

/** Letters of other scripts that look exactly like one of ours, so that their meaning is certain. */
const twins = new Map(
  [...'АВСЕНКМРТХУОІΑΒΕΖΗΚΜΝΡΤΧΥΟΙ'].map((twin, place) => [twin, 'ABCEHKMPTXYOIABEZHKMNPTXYOI'[place]]),
)

/** Reads any text. Case, spaces and dashes do not matter; a text past 40 characters is cut. */
export function readCode(typed: string): CodeReading {
  const text = typed.normalize('NFKC').replace(SCANNER_PREFIX, '').replace(/\s+/g, ' ')
  const reading = readSigns(signsOf(text))
  if (reading.symbols.length <= TICKET_CODE_LENGTH) return reading
  const unquoted = readSigns(signsOf(text.trim().replace(QUOTES, '')))
  return unquoted.code ? unquoted : reading
}

function signsOf(text: string): Sign[] {
  const typed = [...text].slice(0, LONGEST)
  return typed.map((sign, place) => {
    const isSpaced = typed[place - 1] === ' ' && typed[place + 1] === ' '
    return { typed: sign, meanings: meaningsOf(sign, isSpaced) }
  })
}

function meaningsOf(sign: string, isSpaced: boolean): Sign['meanings'] {
  if (SEPARATOR.test(sign)) return ['']
  const digit = digitKeys[sign]
  if (digit && /[-_]/.test(sign)) return isSpaced ? [''] : ['', digit]
  if (digit) return [digit]
  const upper = sign.toUpperCase()
  const letter = twins.get(upper) ?? (upper.normalize('NFD').replace(/\p{M}/gu, '') || upper)
  // With Caps Lock on, some systems type É for the key of é and 2. It may also be an E that was given an accent.
  return sign === upper && /[ÉÈÇ]/.test(sign) ? [letter, digitKeys[sign.toLowerCase()] as string] : [letter]
}

function readSigns(signs: Sign[]): CodeReading {
  const trials = hands(signs).flatMap(hand => trialsOf(hand, signs.some(isDigit)))
  const clear = trials.filter(trial => trial.isClear)
  const codes = [...new Set((clear.length ? clear : trials).map(trial => trial.code))]
  const [chosen] = clear
  if (chosen && codes.length === 1) {
    const read = signs.map(({ typed }, place) => ({ typed, read: chosen.reads[place] as string }))
    return { signs: read, symbols: chosen.code, corrected: correctedIn(read), code: chosen.code, choices: [] }
  }
  const read = signs.map(({ typed, meanings }) => ({ typed, read: meanings.length > 1 ? null : meanings[0] }))
  const symbols = signs.map(({ meanings }) => meanings[0]).join('')
  return { signs: read, symbols, corrected: correctedIn(read), code: null, choices: codes.slice(0, MOST_CHOICES) }
}

const isDigit = ({ typed }: Sign) => /^[2-9]$/.test(typed)
const isKey = ({ typed, meanings }: Sign) => meanings[0] !== '' && typed in digitKeys

/**
 * Returns the signs as one person may have meant them: accented capitals all as letters, or all as keys of digits.
 * Another key of that row speaks for keys, a digit for letters; else both remain.
 */
function hands(signs: Sign[]): Sign[][] {
  const settled = (place: 0 | 1) =>
    signs.map((sign): Sign => {
      const meant = sign.meanings[0] && sign.meanings[place]
      return meant ? { ...sign, meanings: [meant] } : sign
    })
  if (!signs.some(({ meanings }) => meanings[0] && meanings.length > 1)) return [signs]
  if (signs.some(isKey)) return [settled(1)]
  return signs.some(isDigit) ? [settled(0)] : [settled(0), settled(1)]
}

/** Returns the ways to read dashes, as separators or as digits, that give ten symbols. */
function trialsOf(signs: Sign[], hasDigits: boolean): Trial[] {
  const dashes = signs.flatMap(({ meanings }, place) => (meanings.length > 1 ? [place] : []))
  const missing = TICKET_CODE_LENGTH - signs.reduce((length, { meanings }) => length + meanings[0].length, 0)
  if (missing < 0 || missing > dashes.length || (missing > 0 && dashes.length > 8)) return []
  return subsets(dashes, missing).flatMap(digits => {
    const reads = signs.map(({ meanings }, place) => (digits.includes(place) ? (meanings[1] ?? '') : meanings[0]))
    const code = parseTicketCode(reads.join(''))
    return code ? [{ reads, code, isClear: !digits.length || (!hasDigits && isPlaced(reads, dashes)) }] : []
  })
}

/**
 * Whether dashes stand where this reading wants them: separators between the two groups, as printed, and a digit not
 * alone in that place, where it may be the separator of a code whose last symbol is missing.
 */
function isPlaced(reads: string[], dashes: number[]): boolean {
  const placed = dashes.map(place => ({
    isDigit: reads[place] !== '',
    isBetween: reads.slice(0, place).join('').length === TICKET_CODE_LENGTH / 2,
  }))
  const hasSeparator = placed.some(dash => !dash.isDigit)
  return placed.every(dash => (dash.isDigit ? !dash.isBetween || hasSeparator : dash.isBetween))
}

function subsets(items: number[], size: number): number[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map(rest => [item, ...rest]))
}

function correctedIn(signs: CodeReading['signs']): CodeReading['corrected'] {
  const pairs = new Map(
    signs.flatMap(({ typed, read }) => (read && read !== typed.toUpperCase() ? [[typed, read]] : [])),
  )
  return [...pairs].map(([typed = '', read = '']) => ({ typed, read }))
}
