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
 * Sends on whoever is signed in, to where he came from; whoever may not enter there stays.
 * @returns that page's path, and whether he stays
 */
export function useGoOnAfterSignIn(lang: Lang) {
  const router = useRouter()
  const { state, ask } = useSession()
  const asked = useQuery('suite')
  const role = state.name === 'signed-in' ? state.profile.role : null
  const next = wayOn(asked, lang, role)
  const needed = roleNeeded(next)

  useEffect(() => {
    // The server has sent him here from a space of the staff: he may well be signed in, as somebody else.
    if (needed) void ask()
  }, [needed, ask])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` changes with the address, which is read below
  useEffect(() => {
    if (!role) return
    // While a link changes the page the address follows after the first drawing.
    const path = wayOn(new URLSearchParams(window.location.search).get('suite'), lang, role)
    if (hasRole(role, roleNeeded(path))) router.replace(path)
  }, [role, asked, lang, router])
  return { next, isClosed: role !== null && !hasRole(role, needed) }
}

function wayOn(asked: string | null, lang: Lang, role: Role | null): string {
  return localPath(asked) ?? pathIn(lang, homeOf(role ?? 'player'))
}
