import { useAddress } from '../../ui/address.ts'
import { useHydrated } from '../../ui/hydrated.ts'
import { type Lang, pathIn, translatePath } from '../../ui/language.ts'
import { siteWords } from '../words.ts'

/** A link to the same page in the other language, with the same query and fragment. */
export function LanguageSwitch({ lang, here }: { lang: Lang; here: string }) {
  const other = lang === 'fr' ? 'en' : 'fr'
  const { pathname } = useAddress()
  const path = useHydrated() ? translatePath(pathname, other) : pathIn(other, here)
  return (
    <a
      href={path}
      hrefLang={other}
      lang={other}
      aria-label={`${other.toUpperCase()}, ${siteWords[lang].otherLanguage}`}
      onClick={event => {
        event.preventDefault()
        window.location.assign(path + window.location.search + window.location.hash)
      }}
      className="grid size-11 shrink-0 place-items-center text-sm font-semibold text-soft hover:text-forest hover:underline"
    >
      {other.toUpperCase()}
    </a>
  )
}
