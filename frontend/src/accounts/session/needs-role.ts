'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useCallback, useEffect } from 'react'
import { api, type Failure } from '../../api-client.ts'
import { type Lang, pathIn, translatePath } from '../../ui/language.ts'
import { useNeedsSession } from './needs-session.ts'
import { type SessionState, useSession } from './session.tsx'
import { hasRole } from './spaces.ts'

/**
 * Nodes C and D of diagrams 1.2 and 1.3, for a page that is open already: whoever is not signed in, or lacks the role,
 * goes to the sign-in, which tells him why. (Before a page is served, `proxy.ts` asks the same.)
 */
export function useNeedsRole(lang: Lang, needed: 'employee' | 'admin'): SessionState {
  const router = useRouter()
  const pathname = usePathname()
  const state = useNeedsSession(lang)
  const lacksRole = state.name === 'signed-in' && !hasRole(state.profile.role, needed)
  useEffect(() => {
    if (!lacksRole) return
    const back = translatePath(pathname, lang) + window.location.search
    router.replace(`${pathIn(lang, '/connexion')}?suite=${encodeURIComponent(back)}`)
  }, [lacksRole, router, pathname, lang])
  return state
}

/**
 * What a page of the staff does with a failure: when the session is over or the role was taken away, the page learns
 * it and {@link useNeedsRole} goes on from there.
 * @returns whether it was that; anything else is for the page to tell
 */
export function useLostAccess(needed: 'employee' | 'admin'): (failure: Failure) => Promise<boolean> {
  const { lose, adopt } = useSession()
  return useCallback(
    async failure => {
      if (failure.kind !== 'refused') return false
      if (failure.code === 'session-needed') {
        lose()
        return true
      }
      if (failure.code !== 'role-needed') return false
      const answer = await api.profile()
      if (answer.ok) adopt(answer.value)
      return answer.ok && !hasRole(answer.value.role, needed)
    },
    [lose, adopt, needed],
  )
}
