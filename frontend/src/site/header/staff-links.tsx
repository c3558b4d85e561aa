import type { Role } from '@tiptop/contract/accounts.ts'
import { hasRole } from '@tiptop/contract/staff-roles.ts'
import type { ComponentChildren } from 'preact'
import { type Lang, pathIn, typeset } from '../../ui/language.ts'

const fr = { counter: 'Espace employé', admin: 'Administration', bailiff: 'Commissaire de justice' }
const en: typeof fr = { counter: 'Staff area', admin: 'Administration', bailiff: 'Bailiff' }
const words = typeset({ fr, en })

const spaces = [
  { path: '/employe', word: 'counter', role: 'employee' },
  { path: '/admin', word: 'admin', role: 'admin' },
  { path: '/commissaire', word: 'bailiff', role: 'bailiff' },
] as const

type Props = { lang: Lang; role: Role; here: string; className: string }

/** Links to the areas that this role opens. */
export function StaffLinks({ lang, role, here, className }: Props): ComponentChildren {
  return spaces
    .filter(space => hasRole(role, space.role))
    .map(({ path, word }) => (
      <a key={path} href={pathIn(lang, path)} aria-current={here === path ? 'page' : undefined} className={className}>
        {words[lang][word]}
      </a>
    ))
}
