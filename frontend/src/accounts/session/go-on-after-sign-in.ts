'use client'
import type { Role } from '@tiptop/contract/accounts.ts'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { type Lang, pathIn } from '../../ui/language.ts'
import { useQuery } from '../../ui/location.ts'
import { localPath } from './return-path.ts'
import { useSession } from './session.tsx'
import { hasRole, homeOf, roleNeeded } from './spaces.ts'

/**
 * Sends signed-in users back to the page they came from, unless their role does not open it.
 * @returns the path of that page, and whether it is closed to the user
 */
export function useGoOnAfterSignIn(lang: Lang) {
  const router = useRouter()
  const { state, ask } = useSession()
  const asked = useQuery('suite')
  const role = state.name === 'signed-in' ? state.profile.role : null
  const next = wayOn(asked, lang, role)
  const needed = roleNeeded(next)

  useEffect(() => {
    // The server redirected here from a staff page: the user may be signed in with another role.
    if (needed) void ask()
  }, [needed, ask])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` changes with the address, which is read below
  useEffect(() => {
    if (!role) return
    // When a link changes the page, the address follows only after the first render.
    const path = wayOn(new URLSearchParams(window.location.search).get('suite'), lang, role)
    if (hasRole(role, roleNeeded(path))) router.replace(path)
  }, [role, asked, lang, router])
  return { next, isClosed: role !== null && !hasRole(role, needed) }
}

function wayOn(asked: string | null, lang: Lang, role: Role | null): string {
  return localPath(asked) ?? pathIn(lang, homeOf(role ?? 'player'))
}
