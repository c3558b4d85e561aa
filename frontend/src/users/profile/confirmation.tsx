import { useState } from 'preact/hooks'
import { useLostAccess } from '../../accounts/session/needs-role.ts'
import { adminFailure } from '../../administration/failure-words.ts'
import type { Answer } from '../../api-client.ts'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { Notice } from '../../ui/notice.tsx'
import { profileWords } from '../profile-words.ts'

type ConfirmationProps = {
  lang: Lang
  title: string
  sentences: string[]
  act(): Promise<Answer<unknown>>
  onDone(): void
  onClose(): void
}

/** Asks for confirmation, naming the user and the consequences, and stays open until the backend answers. */
export function Confirmation({ lang, title, sentences, act, onDone, onClose }: ConfirmationProps) {
  const words = profileWords[lang]
  const lostAccess = useLostAccess('admin')
  const [error, setError] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(act)

  async function confirm() {
    setError(null)
    const answer = await run()
    if (!answer) return
    if (answer.ok) return onDone()
    if (!(await lostAccess(answer.failure))) setError(adminFailure(answer.failure, lang))
  }
  return (
    <Modal title={title} closeLabel={words.close} onClose={onClose}>
      {sentences.map(sentence => (
        <p key={sentence} className="mt-4 leading-relaxed">
          {sentence}
        </p>
      ))}
      {error && (
        <div className="mt-5">
          <Notice tone="error">{error}</Notice>
        </div>
      )}
      <div className="mt-7 flex flex-wrap gap-3">
        <Button onClick={confirm} busy={busy} busyLabel={words.busy}>
          {words.confirm}
        </Button>
        <Button look="quiet" onClick={event => event.currentTarget.closest('dialog')?.close()}>
          {words.cancel}
        </Button>
      </div>
    </Modal>
  )
}
