import type { HandoverTicket, RefusalCause } from '@tiptop/contract/handover.ts'
import { useState } from 'preact/hooks'
import { useLostAccess } from '../../../accounts/session/needs-role.ts'
import type { Answer } from '../../../api-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/forms/field.tsx'
import { Form } from '../../../ui/forms/form.tsx'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../../ui/language.ts'
import { Modal } from '../../../ui/modal.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { counterFailureSentence } from '../../counter-failures.ts'
import { ticketWords } from '../words.ts'
import { composeReason, LONGEST_DETAILS, readReason } from './reason.ts'
import { ReasonChoice } from './reason-choice.tsx'

type ReasonWords = Record<'title' | 'lead' | 'details' | 'hint' | 'write' | 'submit' | 'busy' | 'cancel', string> & {
  /** the reasons to choose from, if there are any */
  choice?: { legend: string; reasons: Record<RefusalCause, string>; pick: string; detailsOfOther: string }
}

type ReasonDialogProps = {
  lang: Lang
  words: ReasonWords
  /** `cause`: the chosen one, `other` if there are none to choose from */
  send(reason: string, cause: RefusalCause): Promise<Answer<HandoverTicket>>
  onDone(ticket: HandoverTicket): void
  onClose(): void
}

/** Asks for the reason why something is done to a ticket: written, or chosen with a thumb. */
export function ReasonDialog({ lang, words, send, onDone, onClose }: ReasonDialogProps) {
  const { choice } = words
  const isLost = useLostAccess('employee')
  const [picked, setPicked] = useState<RefusalCause | null>(null)
  const [details, setDetails] = useState('')
  const [fault, setFault] = useState<'pick' | 'write' | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(send)

  async function submit() {
    if (choice && !picked) return setFault('pick')
    const reason = choice && picked ? composeReason(picked, choice.reasons[picked], details) : readReason(details)
    setFault(reason ? null : 'write')
    if (!reason) return
    setFailure(null)
    const answer = await run(reason, picked ?? 'other')
    if (!answer) return
    if (answer.ok) return onDone(answer.value)
    if (!(await isLost(answer.failure))) setFailure(counterFailureSentence(answer.failure, lang))
  }

  function pick(reason: RefusalCause) {
    setPicked(reason)
    setFault(null)
  }

  return (
    <Modal title={words.title} closeLabel={ticketWords[lang].close} onClose={onClose}>
      <p className="mt-2 leading-relaxed text-soft">{words.lead}</p>
      <Form onSubmit={submit} label={words.title} className="mt-5 grid gap-5">
        {choice && <ReasonChoice {...choice} picked={picked} onPick={pick} />}
        <Field
          label={choice && picked === 'other' ? choice.detailsOfOther : words.details}
          hint={words.hint}
          name="reason"
          required={!choice || picked === 'other'}
          value={details}
          maxLength={LONGEST_DETAILS}
          autoComplete="off"
          onInput={event => setDetails(event.currentTarget.value)}
          error={fault === 'write' ? words.write : undefined}
        />
        {choice && fault === 'pick' && <Notice tone="error">{choice.pick}</Notice>}
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
