import { hasRole, type StaffRole } from '@tiptop/contract/staff-roles.ts'
import { useCallback, useEffect } from 'preact/hooks'
import { api, type Failure } from '../../api-client.ts'
import type { Lang } from '../../ui/language.ts'
import { goToSignIn, useNeedsSession } from './needs-session.ts'
import { type SessionState, useSession } from './session.ts'
import { isSessionOver } from './session-over.ts'

/**
 * Nodes C and D of diagrams 1.2 and 1.3, for a page that is already open: users who are not signed in or lack the role
 * go to the sign-in page, which says why. (The server checks the same before it gives a page: `server/table.ts`.)
 */
export function useNeedsRole(lang: Lang, needed: StaffRole): SessionState {
  const state = useNeedsSession(lang)
  const lacksRole = state.name === 'signed-in' && !hasRole(state.profile.role, needed)
  useEffect(() => {
    if (lacksRole) goToSignIn(lang)
  }, [lacksRole, lang])
  return state
}

/**
 * Handles a failure on a staff page: if the session is over or the role was withdrawn, the session state changes and
 * {@link useNeedsRole} goes on from there.
 * @returns whether that was the reason; the page shows any other failure itself
 */
export function useLostAccess(needed: StaffRole): (failure: Failure) => Promise<boolean> {
  const { lose, adopt } = useSession()
  return useCallback(
    async failure => {
      if (failure.kind !== 'refused') return false
      if (isSessionOver(failure)) {
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
