import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../../../accounts/session/needs-role.ts'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { counterApi } from '../../counter-api.ts'
import { counterFailureSentence } from '../../counter-failures.ts'
import { PersonFacts } from '../facts/ticket-facts.tsx'
import { TicketSheet } from '../ticket-sheet.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { IdentityBoxes, type Ticked } from './identity-boxes.tsx'

type Props = {
  lang: Lang
  shown: HandoverTicket
  onGiven(ticket: HandoverTicket): void
  /** Another employee or the deadline was faster: the ticket as it is now, and the failure to show. */
  onOvertaken(ticket: HandoverTicket, sentence: string): void
  onRefuse(): void
}

/** A waiting prize: the employee compares the card with the account, then hands the prize over or refuses. */
export function PendingTicket({ lang, shown, onGiven, onOvertaken, onRefuse }: Props) {
  const isLost = useLostAccess('employee')
  const boxes = useRef<HTMLFieldSetElement>(null)
  const [ticked, setTicked] = useState<Ticked>({ identity: false, matches: false })
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy, slow } = useOneAtATime(counterApi.claim)
  const tickedCount = (Number(ticked.identity) + Number(ticked.matches)) as 0 | 1 | 2

  async function validate() {
    // Pressed too early: lead the employee to the box that is not ticked.
    if (tickedCount < 2) return boxes.current?.querySelector<HTMLInputElement>('input:not(:checked)')?.focus()
    setFailure(null)
    const answer = await run(shown.ticket.code)
    if (!answer) return
    if (answer.ok) return onGiven(answer.value)
    if (await isLost(answer.failure)) return
    const sentence = counterFailureSentence(answer.failure, lang)
    setFailure(sentence)
    // No answer: validating again is safe, and shows what has become of the prize.
    if (answer.failure.kind !== 'refused') return
    const now = await counterApi.ticket(shown.ticket.code)
    if (now.ok && now.value.ticket.status !== 'pending') onOvertaken(now.value, sentence)
  }

  return (
    <>
      <TicketSheet lang={lang} shown={shown}>
        <PersonFacts lang={lang} shown={shown} />
        <IdentityBoxes lang={lang} ticked={ticked} onTick={setTicked} busy={busy} boxesRef={boxes} />
        {failure && !busy && (
          <div className="mt-5">
            <Notice tone="error">{failure}</Notice>
          </div>
        )}
      </TicketSheet>
      <AnswerBar
        lang={lang}
        tickedCount={tickedCount}
        busy={busy}
        slow={slow}
        onValidate={validate}
        onRefuse={onRefuse}
      />
    </>
  )
}
