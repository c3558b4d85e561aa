import { type Lang, pathIn } from '../../ui/language.ts'
import { siteWords } from '../words.ts'

/** A link to the same page in the other language. `here`: the path of the page, in French. */
export function LanguageSwitch({ lang, here }: { lang: Lang; here: string }) {
  const other = lang === 'fr' ? 'en' : 'fr'
  return (
    <a
      href={pathIn(other, here)}
      hrefLang={other}
      lang={other}
      aria-label={`${other.toUpperCase()}, ${siteWords[lang].otherLanguage}`}
      className="grid size-11 shrink-0 place-items-center text-sm font-semibold text-soft hover:text-forest hover:underline"
    >
      {other.toUpperCase()}
    </a>
  )
}
