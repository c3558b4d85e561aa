import { useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { Modal } from '../../ui/modal.tsx'
import { Notice } from '../../ui/notice.tsx'
import { goToSignIn } from '../session/needs-session.ts'
import { signOut } from '../session/sign-out.ts'
import { rememberAccount } from '../tabs/last-account.ts'
import type { AccountNoticeProps } from './account-notice.ts'
import { switchedWords } from './switched-words.ts'

/** Says whose account the tab shows now, and leads to the sign-in of another, which finds the typed code again. */
export function SwitchedAccount({ lang, profile, onClose }: AccountNoticeProps) {
  const words = switchedWords[lang]
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(signOut)

  async function change() {
    const failed = await run({ keepsCode: true })
    if (failed) return setFailure(failed)
    goToSignIn(lang)
  }

  function stay() {
    rememberAccount(profile.id)
    onClose()
  }

  return (
    <Modal title={words.title} closeLabel={words.stay} onClose={stay}>
      <p className="mt-4 leading-relaxed">{words.text}</p>
      <p className="mt-3 border-l-[3px] border-honey pl-4 wrap-anywhere">
        <strong className="block text-lg text-forest">{`${profile.firstName} ${profile.lastName}`.trim()}</strong>
        <span className="text-soft">{profile.email}</span>
      </p>
      <p className="mt-3 leading-relaxed">{words.counts}</p>
      {failure && !busy && (
        <div className="mt-5">
          <Notice tone="error">{failureSentence(failure, lang)}</Notice>
        </div>
      )}
      <div className="mt-7 grid gap-3">
        <Button onClick={event => event.currentTarget.closest('dialog')?.close()}>{words.stay}</Button>
        <Button look="quiet" onClick={change} busy={busy} busyLabel={words.changing}>
          {words.change}
        </Button>
      </div>
    </Modal>
  )
}
