import { type Lang, languages, pathIn } from '../../ui/language.ts'
import { documentWords } from '../document-words.ts'
import { alternatesOf } from './indexed-pages.ts'

const locales = { fr: 'fr_FR', en: 'en_GB' } satisfies Record<Lang, string>

/** What search engines and shared links show of a page beside its title: see {@link sharedFacts}. */
export type SharedFacts = ReturnType<typeof sharedFacts>

/** Returns what is shared of the page at `path`, its address in French. Addresses are absolute, as https://ogp.me wants. */
export function sharedFacts(lang: Lang, path: string, site: URL) {
  return {
    address: new URL(pathIn(lang, path), site).href,
    alternates: alternatesOf(path, site),
    picture: { href: new URL(`/share-${lang}.png`, site).href, text: documentWords[lang].picture },
    locales: { own: locales[lang], other: languages.filter(other => other !== lang).map(other => locales[other]) },
  }
}
