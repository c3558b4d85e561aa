import type { Language } from '../database/schema.ts'

/** The address of a page of the web site in a language: French has no prefix. */
export function pageUrl(webUrl: string, language: Language, path: string): string {
  return `${webUrl}${language === 'en' ? '/en' : ''}${path}`
}

/** The language of the page at this path. */
export function languageOf(path: string): Language {
  return /^\/en(?=[/?#]|$)/.test(path) ? 'en' : 'fr'
}
