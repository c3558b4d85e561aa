import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../../../accounts/session/needs-role.ts'
import type { Failure } from '../../../api-client.ts'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { counterApi } from '../../counter-api.ts'
import { counterFailureSentence } from '../../counter-failures.ts'
import { useWhenBack } from '../../network/network.ts'
import { PersonFacts } from '../facts/ticket-facts.tsx'
import { handOverAll, type PrizeOutcomes } from '../several/hand-over-all.ts'
import { OtherPrizes } from '../several/other-prizes.tsx'
import { severalWords } from '../several/words.ts'
import { TicketSheet } from '../ticket-sheet.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { IdentityBoxes, type Ticked } from './identity-boxes.tsx'

type Props = {
  lang: Lang
  shown: HandoverTicket
  onGiven(ticket: HandoverTicket): void
  /** Several prizes are settled, each with its own outcome. */
  onSeveral(outcomes: PrizeOutcomes): void
  /** Another employee or the deadline was faster: the ticket as it is now, and the failure to show. */
  onOvertaken(ticket: HandoverTicket, sentence: string): void
  onRefuse(): void
}

/** Waiting prizes: the employee compares the card with the account once, then hands over or refuses. */
export function PendingTicket({ lang, shown, onGiven, onSeveral, onOvertaken, onRefuse }: Props) {
  const isLost = useLostAccess('employee')
  const boxes = useRef<HTMLFieldSetElement>(null)
  const [ticked, setTicked] = useState<Ticked>({ identity: false, matches: false })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [outcomes, setOutcomes] = useState<PrizeOutcomes>(new Map())
  const [failure, setFailure] = useState<Failure | null>(null)
  const [news, setNews] = useState<string | null>(null)
  const { run, busy, slow } = useOneAtATime(handOverAll)
  const { code } = shown.ticket
  const codes = [code, ...chosen]
  const tickedCount = (Number(ticked.identity) + Number(ticked.matches)) as 0 | 1 | 2

  async function validate() {
    // Pressed too early: lead the employee to the box that is not ticked.
    if (tickedCount < 2) return boxes.current?.querySelector<HTMLInputElement>('input:not(:checked)')?.focus()
    setFailure(null)
    setNews(null)
    const done = await run(codes, outcomes, counterApi.claim, setOutcomes)
    if (!done) return
    if (done.failure) return stopped(done.failure)
    const first = done.outcomes.get(code)
    if (done.outcomes.size > 1) return onSeveral(done.outcomes)
    if (first?.name === 'given') return onGiven(first.ticket)
    if (first) await overtaken(first.failure)
  }

  async function stopped(reason: Failure) {
    if (await isLost(reason)) return
    // No answer: validating again is safe, and shows what has become of the prizes.
    setFailure(reason)
  }

  async function overtaken(reason: Failure) {
    setOutcomes(new Map())
    setFailure(reason)
    const now = await counterApi.ticket(code)
    if (now.ok && now.value.ticket.status !== 'pending') onOvertaken(now.value, counterFailureSentence(reason, lang))
  }

  // The handover may have been recorded although its answer was lost. Looking changes nothing; the employee decides.
  useWhenBack(async () => {
    if (!failure || failure.kind === 'refused' || busy) return
    if (chosen.size) {
      setFailure(null)
      return setNews(severalWords[lang].backForAll)
    }
    const now = await counterApi.ticket(code)
    if (!now.ok) return
    if (now.value.handover?.mayUndo) return onGiven(now.value)
    setFailure(null)
    if (now.value.ticket.status === 'pending') setNews(severalWords[lang].back)
  })

  const { others } = shown
  return (
    <>
      <TicketSheet lang={lang} shown={shown}>
        <PersonFacts lang={lang} shown={shown} />
        <IdentityBoxes lang={lang} ticked={ticked} onTick={setTicked} busy={busy} boxesRef={boxes} />
        {others.length > 0 && (
          <OtherPrizes
            lang={lang}
            others={others}
            chosen={chosen}
            outcomes={outcomes}
            onChoose={setChosen}
            busy={busy}
          />
        )}
        {failure && !busy && (
          <div className="mt-5">
            <Notice tone="error">{counterFailureSentence(failure, lang)}</Notice>
          </div>
        )}
        {outcomes.size > 0 && (
          <div className="mt-5">
            <Notice tone="plain">{severalWords[lang].half(outcomes.size, codes.length)}</Notice>
          </div>
        )}
        {news && (
          <div className="mt-5">
            <Notice tone="good">{news}</Notice>
          </div>
        )}
      </TicketSheet>
      <AnswerBar
        lang={lang}
        tickedCount={tickedCount}
        count={codes.length}
        busy={busy}
        slow={slow}
        onValidate={validate}
        onRefuse={onRefuse}
      />
    </>
  )
}
