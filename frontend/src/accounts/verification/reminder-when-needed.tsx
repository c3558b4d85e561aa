import type { Lang } from '../../ui/language.ts'
import { useLoadedLater } from '../../ui/loaded-later.ts'
import { useSession } from '../session/session.ts'

/** Loads and shows the reminder only for users whose address is not confirmed. */
export function ReminderWhenNeeded({ lang }: { lang: Lang }) {
  const { state } = useSession()
  if (state.name !== 'signed-in' || state.profile.emailVerified) return null
  return <LoadedReminder lang={lang} email={state.profile.email} />
}

const loadReminder = () => import('./verification-reminder.tsx').then(module => module.VerificationReminder)

function LoadedReminder(props: { lang: Lang; email: string }) {
  const Reminder = useLoadedLater(loadReminder)
  return Reminder && <Reminder {...props} />
}
