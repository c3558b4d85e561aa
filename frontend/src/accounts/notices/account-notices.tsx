import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { useSession } from '../session/session.ts'

const loadNotices = () => loadPart(() => import('./user-notices.tsx'), 'optional').then(module => module.UserNotices)

/** What any page tells signed-in users about their account. */
export function AccountNotices({ lang }: { lang: Lang }) {
  const { state } = useSession()
  const profile = state.name === 'signed-in' ? state.profile : null
  const Notices = useLoadedLater(profile && loadNotices)
  return profile && Notices && <Notices lang={lang} profile={profile} />
}
