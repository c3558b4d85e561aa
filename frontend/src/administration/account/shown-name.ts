import type { Lang } from '../../ui/language.ts'
import { adminWords } from '../words.ts'

/** Returns a name as the lists show it, or that there is none: an account from a provider may not have one yet. */
export function shownName(name: string, lang: Lang): string {
  return name.trim() || adminWords[lang].nameless
}
