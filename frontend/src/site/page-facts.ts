import { isLang, type Lang, languages } from '../ui/language.ts'
import { type PageName, pageTitles } from './page-titles.ts'
import { isIndexed } from './search/indexed-pages.ts'
import { sharedFacts } from './search/shared-facts.ts'
import { siteWords } from './words.ts'

/** Every page exists in each language, under the prefix of its language; French has none. A build makes those of one. */
export function inEachLanguage() {
  const built = languages.filter(lang => lang === (process.env.SITE_LANGUAGE ?? lang))
  return built.map(lang => ({ params: { lang: lang === 'fr' ? undefined : lang } }))
}

/** Returns the language of a page, from the prefix in its address. */
export function langOf(prefix: string | undefined): Lang {
  return prefix && isLang(prefix) ? prefix : 'fr'
}

/** Returns the title of a page, as the browser's tab shows it. */
export function titleOf(lang: Lang, page: PageName): string {
  const { title } = pageTitles[lang][page]
  return page === 'home' ? title : `${title} · ${siteWords[lang].name}`
}

/** Returns what the head of the page at `path` says of it. `shared`: what search engines and shared links show. */
export function headOf(lang: Lang, page: PageName, path: string, site: URL) {
  const { description } = pageTitles[lang][page]
  const title = titleOf(lang, page)
  return { title, description, shared: isIndexed(page) ? sharedFacts(lang, path, site) : null }
}
