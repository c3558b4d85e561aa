import type { Metadata } from 'next'
import { isLang, type Lang, pathIn } from '../ui/language.ts'
import { pageTitles } from './page-titles.ts'
import { siteWords } from './words.ts'

export type PageParams = { params: Promise<{ lang: string }> }
type PageName = keyof (typeof pageTitles)['fr']

/** Returns the language of a page, from its address. */
export async function langOf({ params }: PageParams): Promise<Lang> {
  const { lang } = await params
  return isLang(lang) ? lang : 'fr'
}

/** Title, description and links to the other language for the page at `path`. `more` adds this page's own metadata. */
export function pageMetadata(page: PageName, path: string, more: Metadata = {}) {
  return async (props: PageParams): Promise<Metadata> => {
    const lang = await langOf(props)
    const { title, description } = pageTitles[lang][page]
    return {
      title: page === 'home' ? title : `${title} · ${siteWords[lang].name}`,
      description,
      ...more,
      alternates: {
        canonical: pathIn(lang, path),
        languages: { fr: pathIn('fr', path), en: pathIn('en', path), 'x-default': pathIn('fr', path) },
      },
    }
  }
}
