'use client'
import { lazy, Suspense } from 'react'
import type { Lang } from '../../ui/language.ts'
import { useSession } from '../session/session.tsx'

const VerificationReminder = lazy(() =>
  import('./verification-reminder.tsx').then(({ VerificationReminder }) => ({ default: VerificationReminder })),
)

/** Loads and shows the reminder only for users whose address is not confirmed. */
export function ReminderWhenNeeded({ lang }: { lang: Lang }) {
  const { state } = useSession()
  if (state.name !== 'signed-in' || state.profile.emailVerified) return null
  return (
    <Suspense>
      <VerificationReminder lang={lang} email={state.profile.email} />
    </Suspense>
  )
}
