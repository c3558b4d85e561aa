import { returnPathOf } from '@tiptop/contract/return-path.ts'
import { useEffect } from 'preact/hooks'
import { type Lang, pathIn } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { useQuery } from '../../ui/location.ts'
import { useSession } from '../session/session.ts'
import { homeOf, mayOpen, roleNeeded } from '../session/spaces.ts'

/** The page to go on to after signing in: the one that asked for it or, without, the first of the user's role. */
export function useWayOn(lang: Lang) {
  const { state } = useSession()
  const asked = useQuery('suite')
  const role = state.name === 'signed-in' ? state.profile.role : null
  const next = returnPathOf(asked) ?? pathIn(lang, homeOf(role ?? 'player'))
  const needed = roleNeeded(next)
  return { next, needed, role }
}

/**
 * Sends signed-in users back to the page they came from, unless their role does not open it.
 * @returns the path of that page and, if it is closed to the user or a second step comes first, what the page shows in
 * place of its form
 */
export function useGoOnAfterSignIn(lang: Lang) {
  const { state, ask } = useSession()
  const { next, needed, role } = useWayOn(lang)
  const isClosed = role !== null && !mayOpen(role, needed)
  const ClosedSpace = useLoadedLater(isClosed ? loadClosedSpace : null)
  const isHalfway = state.name === 'anonymous' && state.isHalfway
  const SecondStep = useLoadedLater(isHalfway ? loadSecondStep : null)

  const hasSecondStep = useQuery('etape') !== null
  useEffect(() => {
    // The server redirected here from a staff page: the user may be signed in with another role. Or a provider's sign-in
    // has a second step.
    if (needed || hasSecondStep) void ask()
  }, [needed, hasSecondStep, ask])

  useEffect(() => {
    if (role && mayOpen(role, needed)) window.location.replace(next)
  }, [role, needed, next])
  return { next, InPlaceOfForm: isHalfway ? SecondStep : ClosedSpace }
}

const loadClosedSpace = () => loadPart(() => import('./closed-space.tsx')).then(module => module.ClosedSpace)

const loadSecondStep = () =>
  loadPart(() => import('../second-factor/step/second-step.tsx')).then(module => module.SecondStep)
