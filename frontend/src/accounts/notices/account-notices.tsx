import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { useSession } from '../session/session.ts'
import { isOtherThanBefore } from '../tabs/last-account.ts'
import type { AccountNoticeProps } from './account-notice.ts'

/** What any page tells signed-in users about their account. A notice is loaded for those alone who need it. */
export function AccountNotices({ lang }: { lang: Lang }) {
  const { state } = useSession()
  return state.name === 'signed-in' ? <Notices lang={lang} profile={state.profile} /> : null
}

function Notices({ lang, profile }: Omit<AccountNoticeProps, 'onClose'>) {
  const [isClosed, setClosed] = useState(false)
  const isSwitched = !isClosed && isOtherThanBefore(profile.id)
  const load = isSwitched ? loadSwitched : profile.emailVerified ? null : loadReminder
  return (
    load && <Later key={String(isSwitched)} load={load} lang={lang} profile={profile} onClose={() => setClosed(true)} />
  )
}

const loadSwitched = () =>
  loadPart(() => import('./switched-account.tsx'), 'optional').then(module => module.SwitchedAccount)
const loadReminder = () =>
  loadPart(() => import('./verification-reminder.tsx'), 'optional').then(module => module.VerificationReminder)

function Later({ load, ...props }: AccountNoticeProps & { load(): Promise<ComponentType<AccountNoticeProps>> }) {
  const Loaded = useLoadedLater(load)
  return Loaded && <Loaded {...props} />
}
