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
import { ticketWords } from '../words.ts'
import { composeReason, LONGEST_DETAILS, type RefusalReason, refusalReasons } from './reason.ts'

type Props = { lang: Lang; code: string; onClose(): void; onRefused(ticket: HandoverTicket): void }

/** Node O of diagram 1.2: the reason why a prize is not handed over, chosen with a thumb or written. */
export function RefuseDialog({ lang, code, onClose, onRefused }: Props) {
  const words = ticketWords[lang].refusal
  const isLost = useLostAccess('employee')
  const [picked, setPicked] = useState<RefusalReason | null>(null)
  const [details, setDetails] = useState('')
  const [fault, setFault] = useState<'pick' | 'write' | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(counterApi.refuse)

  async function submit() {
    const reason = picked && composeReason(picked, words.reasons[picked], details)
    setFault(!picked ? 'pick' : reason ? null : 'write')
    if (!reason) return
    setFailure(null)
    const answer = await run(code, reason)
    if (!answer) return
    if (answer.ok) return onRefused(answer.value)
    if (!(await isLost(answer.failure))) setFailure(counterFailureSentence(answer.failure, lang))
  }

  return (
    <Modal title={words.title} closeLabel={ticketWords[lang].close} onClose={onClose}>
      <p className="mt-2 leading-relaxed text-soft">{words.lead}</p>
      <Form onSubmit={submit} label={words.title} className="mt-5 grid gap-5">
        <fieldset className="grid gap-2">
          <legend className="mb-2 font-semibold text-forest">{words.legend}</legend>
          {refusalReasons.map(reason => (
            <label
              key={reason}
              className="flex min-h-12 items-center gap-3.5 rounded-lg border border-leaf/45 px-4 py-2 hover:border-leaf has-checked:border-leaf has-checked:bg-mist"
            >
              <input
                type="radio"
                name="reason"
                checked={picked === reason}
                onChange={() => {
                  setPicked(reason)
                  setFault(null)
                }}
                className="size-5 shrink-0 accent-forest"
              />
              {words.reasons[reason]}
            </label>
          ))}
        </fieldset>
        <Field
          label={picked === 'other' ? words.detailsNeeded : words.details}
          hint={words.detailsHint}
          name="details"
          value={details}
          maxLength={LONGEST_DETAILS}
          autoComplete="off"
          onInput={event => setDetails(event.currentTarget.value)}
          error={fault === 'write' ? words.write : undefined}
        />
        {fault === 'pick' && <Notice tone="error">{words.pick}</Notice>}
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
