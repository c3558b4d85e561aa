import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { useState } from 'preact/hooks'
import { useLostAccess } from '../../../accounts/session/needs-role.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/forms/field.tsx'
import { Form } from '../../../ui/forms/form.tsx'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../../ui/language.ts'
import { Modal } from '../../../ui/modal.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { counterApi } from '../../counter-api.ts'
import { counterFailureSentence } from '../../counter-failures.ts'
import { LONGEST_DETAILS, readReason } from '../refusal/reason.ts'
import { ticketWords } from '../words.ts'

type Props = { lang: Lang; code: string; onClose(): void; onUndone(ticket: HandoverTicket): void }

/** Asks for confirmation and a reason before a handover is undone. */
export function UndoDialog({ lang, code, onClose, onUndone }: Props) {
  const words = ticketWords[lang].undo
  const isLost = useLostAccess('employee')
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(counterApi.undo)

  async function submit() {
    const why = readReason(reason)
    setMissing(!why)
    if (!why) return
    setFailure(null)
    const answer = await run(code, why)
    if (!answer) return
    if (answer.ok) return onUndone(answer.value)
    if (!(await isLost(answer.failure))) setFailure(counterFailureSentence(answer.failure, lang))
  }

  return (
    <Modal title={words.title} closeLabel={ticketWords[lang].close} onClose={onClose}>
      <p className="mt-2 leading-relaxed text-soft">{words.lead}</p>
      <Form onSubmit={submit} label={words.title} className="mt-5 grid gap-5">
        <Field
          label={words.reason}
          hint={words.reasonHint}
          name="reason"
          value={reason}
          maxLength={LONGEST_DETAILS}
          autoComplete="off"
          onInput={event => setReason(event.currentTarget.value)}
          error={isMissing ? words.missing : undefined}
        />
        {failure && !busy && <Notice tone="error">{failure}</Notice>}
        <div className="grid gap-3 sm:grid-cols-2">
          <Button look="quiet" onClick={onClose} className="sm:px-4">
            {words.cancel}
          </Button>
          <Button type="submit" busy={busy} busyLabel={words.busy} className="max-sm:order-first sm:px-4">
            {words.submit}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
