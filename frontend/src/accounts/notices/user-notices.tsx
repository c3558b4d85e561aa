import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { loadPart } from '../../ui/load-part.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { isOtherThanBefore } from '../tabs/last-account.ts'
import type { AccountNoticeProps } from './account-notice.ts'

/** The notice that a signed-in user needs, if any. Each is loaded for those alone who need it. */
export function UserNotices({ lang, profile }: Omit<AccountNoticeProps, 'onClose'>) {
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
