import type { Role } from '@tiptop/contract/accounts.ts'
import { returnPathOf } from '@tiptop/contract/return-path.ts'
import { useEffect } from 'preact/hooks'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { useSession } from './session.ts'
import { homeOf, mayOpen, roleNeeded } from './spaces.ts'

/**
 * Sends signed-in users back to the page they came from, unless their role does not open it.
 * @returns the path of that page, and whether it is closed to the user
 */
export function useGoOnAfterSignIn(lang: Lang) {
  const { state, ask } = useSession()
  const asked = useQuery('suite')
  const role = state.name === 'signed-in' ? state.profile.role : null
  const next = wayOn(asked, lang, role)
  const needed = roleNeeded(next)

  useEffect(() => {
    // The server redirected here from a staff page: the user may be signed in with another role.
    if (needed) void ask()
  }, [needed, ask])

  useEffect(() => {
    if (role && mayOpen(role, needed)) window.location.replace(next)
  }, [role, needed, next])
  return { next, isClosed: role !== null && !mayOpen(role, needed) }
}

function wayOn(asked: string | null, lang: Lang, role: Role | null): string {
  return returnPathOf(asked) ?? pathIn(lang, homeOf(role ?? 'player'))
}
