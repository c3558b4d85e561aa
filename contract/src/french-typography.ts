const NO_BREAK = '\u00a0'
const NARROW = '\u202f'

/** A number before a unit, which stays on its line. Without lookbehind, which browsers of before 2023 refuse to read. */
const UNIT = /(\d) (?=(?:€|%|g|kg|ko|Mo|min|h|s|ans?|mois|jours?)(?![\p{L}\d]))/gu

/**
 * Gives French words their no-break spaces, after the rules of the Imprimerie nationale: narrow ones before `;`, `!` and
 * `?` and between groups of three digits, wide ones before `:`, inside `« »`, after `n°`, before a unit. A `·` between
 * two things stays with the second. The words are a text, or a list, an object or a function of texts. Nothing but
 * spaces changes, and a second time changes nothing.
 */
export function typesetFrench<Part>(words: Part): Part
export function typesetFrench(words: unknown): unknown {
  if (typeof words === 'string') return typesetText(words)
  if (typeof words === 'function') return (...facts: unknown[]) => typesetFrench(words(...facts))
  if (Array.isArray(words)) return words.map(each => typesetFrench(each))
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([name, each]) => [name, typesetFrench(each)]))
}

function typesetText(text: string): string {
  return text
    .replace(/ (?=[;!?])/g, NARROW)
    .replace(/ (?=[:»])/g, NO_BREAK)
    .replace(/(«|n°| ·) /g, `$1${NO_BREAK}`)
    .replace(/(\d) (?=\d{3}(?!\d))/g, `$1${NARROW}`)
    .replace(UNIT, `$1${NO_BREAK}`)
}
