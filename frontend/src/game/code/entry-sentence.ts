import type { Lang } from '../../ui/language.ts'
import { gameWords } from '../words.ts'
import type { CodeEntry } from './code-entry.ts'

/** Returns the sentence to show while a code is typed: what is wrong first, then what is missing. */
export function entrySentence(entry: CodeEntry, lang: Lang): string {
  const words = gameWords[lang].field
  const pairs = entry.corrected.map(({ typed, read }) => words.as(typed, read))
  const corrected = pairs.length ? `${words.corrected(listOf(pairs, lang))} ` : ''
  return corrected + state(entry, lang)
}

function state(entry: CodeEntry, lang: Lang): string {
  const words = gameWords[lang].field
  switch (entry.state) {
    case 'empty':
      return words.empty
    case 'foreign':
      return words.foreign(listOf(entry.foreign, lang, 'disjunction'))
    case 'short':
      return entry.choices.length ? `${words.missing(entry.missing)} ${words.orComplete}` : words.missing(entry.missing)
    case 'unclear':
      return words.unclear
    case 'long':
      return words.excess(entry.excess)
    case 'complete':
      return words.complete
  }
}

function listOf(parts: string[], lang: Lang, type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat(lang, { type }).format(parts)
}
