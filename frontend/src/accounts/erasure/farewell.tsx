import { ButtonLink } from '../../ui/button.tsx'
import { LeafRule, TeaBranch } from '../../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { takeFocus } from '../../ui/take-focus.ts'
import { erasureWords } from './words.ts'

/** The last page a user sees after erasing the account. */
export function Farewell({ lang }: { lang: Lang }) {
  const words = erasureWords[lang].farewell
  return (
    <div className="shell grid justify-items-center py-16 text-center sm:py-24">
      <TeaBranch className="h-16 w-38 text-leaf" />
      <h1 ref={takeFocus} tabIndex={-1} className="mt-6 text-4xl sm:text-5xl">
        {words.title}
      </h1>
      <p className="mt-4 max-w-lg text-lg text-soft">{words.text}</p>
      <LeafRule className="my-8 w-full max-w-md" />
      <p className="mb-8 max-w-md">{words.again}</p>
      <ButtonLink href={pathIn(lang, '/')}>{words.home}</ButtonLink>
    </div>
  )
}
