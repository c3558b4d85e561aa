import type { Profile } from '@tiptop/contract/accounts.ts'
import { useRef, useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Form, focusFirstFault } from '../../ui/forms/form.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { forgetCode } from '../forgotten-code.ts'
import { personalDataApi } from '../personal-data/personal-data-api.ts'
import { useSession } from '../session/session.ts'
import { isSessionOver } from '../session/session-over.ts'
import { ConfirmationField } from './confirmation-field.tsx'
import { erasureWords } from './words.ts'

type Props = { lang: Lang; profile: Profile; onErased(): void; onClose(): void }

/** Asks once, says what is erased and what is kept, and requires the password, or the address if there is none. */
export function EraseDialog({ lang, profile, onErased, onClose }: Props) {
  const { dialog: words, faults } = erasureWords[lang]
  const { lose } = useSession()
  const form = useRef<HTMLFormElement>(null)
  const [confirmation, setConfirmation] = useState('')
  const [fault, setFault] = useState<'missing' | 'wrong' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(personalDataApi.eraseAccount)

  async function submit() {
    setFailure(null)
    if (!confirmation.trim()) return setFault('missing')
    const answer = await run(profile.hasPassword ? confirmation : confirmation.trim())
    if (!answer) return
    if (!answer.ok) {
      if (isSessionOver(answer.failure)) return lose()
      const isWrong = isRefused(answer.failure, 'invalid-credentials')
      setFault(isWrong ? 'wrong' : null)
      setFailure(isWrong ? null : answer.failure)
      return focusFirstFault(form.current)
    }
    forgetCode()
    onErased()
    lose()
  }

  return (
    <Modal title={words.title} closeLabel={words.keep} onClose={onClose}>
      <h3 className="mt-4 font-sans font-semibold">{words.goes}</h3>
      <ul className="mt-1 grid list-disc gap-1 pl-5 text-[0.9375rem] leading-relaxed marker:text-amber">
        {words.going.map(thing => (
          <li key={thing}>{thing}</li>
        ))}
      </ul>
      <h3 className="mt-4 font-sans font-semibold">{words.stays}</h3>
      <p className="mt-1 text-[0.9375rem] leading-relaxed">{words.staying}</p>
      <p className="mt-4 font-semibold text-brick">{words.final}</p>
      <Form onSubmit={submit} formRef={form} className="mt-5 grid gap-5" label={words.title}>
        <ConfirmationField
          lang={lang}
          profile={profile}
          value={confirmation}
          onChange={setConfirmation}
          fault={busy ? null : fault}
        />
        {failure && (
          <Notice tone="error">
            <strong className="block">{words.failed}</strong>
            <Text>{isRefused(failure, 'last-admin') ? faults.lastAdmin : failureSentence(failure, lang)}</Text>
          </Notice>
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Button look="quiet" onClick={onClose} className="px-2">
            {words.keep}
          </Button>
          <Button type="submit" look="danger" busy={busy} busyLabel={words.busy} className="px-2 max-sm:order-first">
            {words.confirm}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

function isRefused(failure: Failure, code: 'invalid-credentials' | 'last-admin'): boolean {
  return failure.kind === 'refused' && failure.code === code
}
