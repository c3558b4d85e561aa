import { useState } from 'preact/hooks'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { loadPart } from '../../ui/load-part.ts'
import { Text } from '../../ui/text.tsx'
import type { AccountNoticeProps } from './account-notice.ts'
import { reminderWords } from './reminder-words.ts'

const loadResend = () => loadPart(() => import('./resend-verification.ts')).then(module => module.resendVerification)

/** Reminds a player to confirm the address. It covers the foot of the page, so that nothing moves. */
export function VerificationReminder({ lang, profile }: AccountNoticeProps) {
  const words = reminderWords[lang]
  const [said, setSaid] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(async () => {
    const resend = await loadResend().catch(() => null)
    if (resend) setSaid(await resend(lang))
  })

  return (
    <aside className="border-t border-honey/60 bg-glow text-ink">
      <div className="shell flex flex-col gap-2 py-3 text-[0.9375rem] sm:flex-row sm:items-center sm:justify-between">
        <p className="min-w-0 wrap-anywhere">
          <Text>{!said && words.text(profile.email)}</Text>
          <span role="status">
            <Text>{said}</Text>
          </span>
        </p>
        <button
          type="button"
          onClick={() => void run()}
          aria-disabled={busy || undefined}
          className="link min-h-11 shrink-0 self-start text-left sm:self-auto"
        >
          {words.resend}
        </button>
      </div>
    </aside>
  )
}
