import { isLang, type Lang, languages, pathIn } from '../ui/language.ts'
import { pageTitles } from './page-titles.ts'
import { siteWords } from './words.ts'

export type PageName = keyof (typeof pageTitles)['fr']

/** Every page exists in each language, under the prefix of its language; French has none. */
export function inEachLanguage() {
  return languages.map(lang => ({ params: { lang: lang === 'fr' ? undefined : lang } }))
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

/** Returns what the head of the page at `path` says of it. The addresses are absolute. */
export function headOf(lang: Lang, page: PageName, path: string, site: URL) {
  const address = (language: Lang) => new URL(pathIn(language, path), site).href
  return {
    title: titleOf(lang, page),
    description: pageTitles[lang][page].description,
    canonical: address(lang),
    alternates: [
      ...languages.map(hreflang => ({ hreflang, href: address(hreflang) })),
      { hreflang: 'x-default', href: address('fr') },
    ],
  }
}
