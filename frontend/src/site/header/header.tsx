import type { ComponentChildren } from 'preact'
import { Mark } from '../../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { documentWords } from '../document-words.ts'
import { siteWords } from '../words.ts'

/** The islands of the header: the links to the main pages, twice, and the corner of the account. */
type HeaderProps = { lang: Lang; links?: ComponentChildren; phoneLinks?: ComponentChildren; corner?: ComponentChildren }

/** Three columns. The outer two share the space left by the middle, so what loads on the right moves nothing. */
export function Header({ lang, links, phoneLinks, corner }: HeaderProps) {
  const words = siteWords[lang]
  return (
    <header className="border-b border-line bg-paper/90">
      <a
        href="#contenu"
        className="absolute top-2 left-2 z-20 -translate-y-20 rounded-full bg-forest px-5 py-3 font-semibold text-cream focus-visible:translate-y-0"
      >
        {documentWords[lang].skip}
      </a>
      <div className="shell grid grid-cols-[auto_1fr] items-center gap-x-1 min-[400px]:gap-x-2 md:grid-cols-[1fr_auto_1fr]">
        {links}
        <a href={pathIn(lang, '/')} className="flex items-center gap-2 py-3 sm:gap-2.5 text-forest md:py-4">
          <Mark className="h-7 min-[400px]:h-8 md:h-9" />
          <span className="font-display text-[1.1875rem] leading-none font-medium min-[400px]:text-[1.375rem] tracking-tight md:text-2xl">
            {words.name}
          </span>
        </a>
        <div className="flex h-11 items-center justify-end gap-1 sm:gap-3">{corner}</div>
      </div>
      <div className="border-t border-line/70 md:hidden">{phoneLinks}</div>
    </header>
  )
}
