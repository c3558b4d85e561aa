import { useSession } from '../../accounts/session/session.ts'
import { roleNeeded } from '../../accounts/session/spaces.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { siteWords } from '../words.ts'
import { StaffLinks } from './staff-links.tsx'

const pages = [
  { path: '/jeu', word: 'play' },
  { path: '/mes-gains', word: 'mine' },
  { path: '/reglement', word: 'rules' },
] as const

const linkLook =
  'flex min-h-11 items-center px-1.5 min-[400px]:px-3 whitespace-nowrap text-[0.9375rem] font-medium text-forest decoration-amber decoration-2 underline-offset-8 hover:underline aria-[current=page]:underline'

/** The rules stand in the footer as well: where there is little room, they leave it to the links of the staff. */
const narrow = 'max-lg:hidden'

/** `here`: the path of the page, in French. */
type NavLinksProps = { lang: Lang; here: string; className: string }

/** Links to the main pages. The staff have other ones than players. */
export function NavLinks({ lang, here, className }: NavLinksProps) {
  const words = siteWords[lang].nav
  const { state } = useSession()
  // The server asks for the role before it sends a page of the staff: such a page is built with their links.
  const role = state.name === 'signed-in' ? state.profile.role : roleNeeded(here)
  const isStaff = role && role !== 'player'
  return (
    <nav aria-label={words.label} className={`gap-1 sm:gap-2 md:-ml-3 ${className}`}>
      {(isStaff ? pages.slice(-1) : pages).map(({ path, word }) => (
        <a
          key={`${path} ${isStaff}`}
          href={pathIn(lang, path)}
          aria-current={here === path ? 'page' : undefined}
          className={`${linkLook} ${isStaff ? narrow : ''}`}
        >
          {words[word]}
        </a>
      ))}
      {isStaff && <StaffLinks lang={lang} role={role} here={here} className={linkLook} />}
    </nav>
  )
}
