'use client'
import { usePathname } from 'next/navigation'
import { lazy, Suspense } from 'react'
import { useSession } from '../../accounts/session/session.tsx'
import { type Lang, pathIn, translatePath } from '../../ui/language.ts'
import { Link } from '../../ui/link.tsx'
import { siteWords } from '../words.ts'

const pages = [
  { path: '/jeu', word: 'play' },
  { path: '/mes-gains', word: 'mine' },
  { path: '/reglement', word: 'rules' },
] as const

// If this chunk fails to load, the page works without the links to the staff pages.
const StaffLinks = lazy(() =>
  import('./staff-links.tsx').then(
    ({ StaffLinks }) => ({ default: StaffLinks }),
    () => ({ default: () => null }),
  ),
)

const linkLook =
  'flex min-h-11 items-center px-1.5 min-[400px]:px-3 whitespace-nowrap text-[0.9375rem] font-medium text-forest decoration-amber decoration-2 underline-offset-8 hover:underline aria-[current=page]:underline'

/** Links to the main pages. The staff have other ones than players. */
export function NavLinks({ lang, className }: { lang: Lang; className: string }) {
  const words = siteWords[lang].nav
  const here = translatePath(usePathname(), 'fr')
  const { state } = useSession()
  const role = state.name === 'signed-in' && state.profile.role
  const isStaff = role && role !== 'player'
  return (
    <nav aria-label={words.label} className={`gap-1 sm:gap-2 md:-ml-3 ${className}`}>
      {(isStaff ? pages.slice(-1) : pages).map(({ path, word }) => (
        <Link
          key={path}
          href={pathIn(lang, path)}
          aria-current={here === path ? 'page' : undefined}
          className={linkLook}
        >
          {words[word]}
        </Link>
      ))}
      {isStaff && (
        <Suspense>
          <StaffLinks lang={lang} role={role} here={here} className={linkLook} />
        </Suspense>
      )}
    </nav>
  )
}
