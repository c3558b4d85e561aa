import type { Language } from '../database/schema.ts'

/** The address of a page of the web site in a language: French has no prefix. */
export function pageUrl(webUrl: string, language: Language, path: string): string {
  return `${webUrl}${language === 'en' ? '/en' : ''}${path}`
}

/** In which language the page at this path is. */
export function languageOf(path: string): Language {
  return /^\/en(?=[/?#]|$)/.test(path) ? 'en' : 'fr'
}
