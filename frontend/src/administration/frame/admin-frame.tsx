import type { ComponentChildren } from 'preact'
import { type Lang, pathIn } from '../../ui/language.ts'
import { adminWords } from '../words.ts'

const pages = [
  { path: '/admin', word: 'dashboard' },
  { path: '/admin/utilisateurs', word: 'users' },
  { path: '/admin/tickets', word: 'tickets' },
  { path: '/admin/exports', word: 'exports' },
  { path: '/admin/journal', word: 'audit' },
  { path: '/admin/tirage', word: 'draw' },
] as const

/** `here`: the path of the page, in French; `administrator`: who is signed in */
type AdminFrameProps = { lang: Lang; here: string; administrator?: ComponentChildren; children?: ComponentChildren }

/** The frame of every administration page: the title, the signed-in administrator and the links to the other pages. */
export function AdminFrame({ lang, here, administrator, children }: AdminFrameProps) {
  const words = adminWords[lang]
  const isHere = (path: string) => here === path || (path !== '/admin' && here.startsWith(`${path}/`))
  return (
    <div className="shell pt-7 pb-16 sm:pt-10">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="eyebrow">{words.eyebrow}</p>
        {/* A character without width gives the line its place before the name is known. */}
        <p className="min-h-6 text-[0.9375rem] text-soft before:content-['\200b'] max-sm:basis-full">{administrator}</p>
      </div>
      <nav aria-label={words.nav.label} className="mt-3 border-b border-line">
        <ul className="-mb-px flex flex-wrap gap-x-5 sm:gap-x-8">
          {pages.map(({ path, word }) => (
            <li key={path}>
              <a
                href={pathIn(lang, path)}
                aria-current={here === path ? 'page' : isHere(path) ? 'true' : undefined}
                className="flex min-h-12 items-center border-b-[3px] border-transparent font-medium forced-color-adjust-none forced-colors:text-[LinkText] text-forest transition-colors hover:border-honey aria-[current]:border-amber"
              >
                {words.nav[word]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </div>
  )
}
