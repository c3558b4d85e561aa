import { hasRole, type StaffRole } from '@tiptop/contract/staff-roles.ts'
import type { ComponentType } from 'preact'
import { Confirmation } from '../../accounts/confirm/confirmation.tsx'
import { useNeedsRole } from '../../accounts/session/needs-role.ts'
import { useSession } from '../../accounts/session/session.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import type { Lang } from '../../ui/language.ts'
import { Status } from '../../ui/status.tsx'
import { Broken } from '../broken.tsx'
import { adminWords } from '../words.ts'

type Island = ComponentType<{ lang: Lang }>

/** An island that shows this component to users with this role, and sends others to the sign-in page. */
export function forRole(role: StaffRole, Content: Island): Island {
  return withErrorBoundary(({ lang }) => {
    const state = useNeedsRole(lang, role)
    const { ask } = useSession()
    if (state.name === 'failed') return <Broken lang={lang} failure={state.failure} onRetry={ask} />
    if (state.name === 'signed-in' && hasRole(state.profile.role, role))
      return (
        <>
          <Content lang={lang} />
          <Confirmation lang={lang} profile={state.profile} />
        </>
      )
    return (
      <div className="min-h-svh">
        <Status className="sr-only">{adminWords[lang].opening}</Status>
        <span className="block h-20 animate-breathe rounded-md bg-sage/60" aria-hidden="true" />
      </div>
    )
  })
}

export const forAdministrators = (Content: Island) => forRole('admin', Content)
