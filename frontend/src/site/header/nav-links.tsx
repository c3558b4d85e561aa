'use client'
import { usePathname } from 'next/navigation'
import { type Lang, pathIn, translatePath } from '../../ui/language.ts'
import { Link } from '../../ui/link.tsx'
import { siteWords } from '../words.ts'

const pages = [
  { path: '/jeu', word: 'play' },
  { path: '/mes-gains', word: 'mine' },
  { path: '/reglement', word: 'rules' },
] as const

export function NavLinks({ lang, className }: { lang: Lang; className: string }) {
  const words = siteWords[lang].nav
  const here = translatePath(usePathname(), 'fr')
  return (
    <nav aria-label={words.label} className={`gap-1 sm:gap-2 md:-ml-3 ${className}`}>
      {pages.map(({ path, word }) => (
        <Link
          key={path}
          href={pathIn(lang, path)}
          aria-current={here === path ? 'page' : undefined}
          className="flex min-h-11 items-center px-3 text-[0.9375rem] font-medium text-forest decoration-amber decoration-2 underline-offset-8 hover:underline aria-[current=page]:underline"
        >
          {words[word]}
        </Link>
      ))}
    </nav>
  )
}
