import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { goTo } from '../../ui/address.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { takeFocus } from '../../ui/take-focus.ts'
import { counterApi } from '../counter-api.ts'
import { usePendingQueue } from '../space/pending-queue.tsx'
import { PendingTicket } from './check/pending-ticket.tsx'
import { ReasonDialog } from './reason/reason-dialog.tsx'
import { HandedOver } from './settled/handed-over.tsx'
import { SettledTicket } from './settled/settled-ticket.tsx'
import type { PrizeOutcomes } from './several/hand-over-all.ts'
import { HandedOverSeveral } from './several/handed-over-several.tsx'
import { ticketWords } from './words.ts'

type Props = { lang: Lang; shown: HandoverTicket; onChange(ticket: HandoverTicket): void }
type Latest =
  | { name: 'nothing' }
  | { name: 'given' }
  | { name: 'several'; outcomes: PrizeOutcomes }
  | { name: 'undone' }
  | { name: 'overtaken'; sentence: string }

/** Diagram 1.2 from M on: the ticket beside its winner, and what its status allows. */
export function TicketAtCounter({ lang, shown, onChange }: Props) {
  const words = ticketWords[lang]
  const { say } = usePendingQueue()
  const [latest, setLatest] = useState<Latest>({ name: 'nothing' })
  const [isRefusing, setRefusing] = useState(false)
  const code = formatTicketCode(shown.ticket.code)
  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )

  function take(ticket: HandoverTicket, now: Latest) {
    onChange(ticket)
    setLatest(now)
  }
  const undone = (ticket: HandoverTicket) => take(ticket, { name: 'undone' })
  const refuse = () => setRefusing(true)

  if (latest.name === 'given' && shown.handover) return <HandedOver lang={lang} shown={shown} onUndone={undone} />
  if (latest.name === 'several')
    return (
      <HandedOverSeveral
        lang={lang}
        name={`${shown.player.firstName} ${shown.player.lastName}`}
        plays={[shown, ...shown.others]}
        outcomes={latest.outcomes}
      />
    )
  return (
    <>
      <h1 ref={takeFocus} tabIndex={-1} translate={false} className="mb-4 text-[1.75rem] leading-tight sm:text-[2rem]">
        {words.title(code)}
      </h1>
      {latest.name === 'undone' && (
        <div className="mb-5">
          <Notice tone="good">{words.undo.done}</Notice>
        </div>
      )}
      {shown.ticket.status === 'pending' ? (
        <PendingTicket
          lang={lang}
          shown={shown}
          onGiven={ticket => take(ticket, { name: 'given' })}
          onSeveral={outcomes => setLatest({ name: 'several', outcomes })}
          onOvertaken={(ticket, sentence) => take(ticket, { name: 'overtaken', sentence })}
          onRefuse={refuse}
        />
      ) : (
        <SettledTicket
          lang={lang}
          shown={shown}
          failure={latest.name === 'overtaken' ? latest.sentence : null}
          onUndone={undone}
          onRefuse={refuse}
        />
      )}
      {isRefusing && (
        <ReasonDialog
          lang={lang}
          words={words.refusal}
          send={(reason, cause) => counterApi.refuse(shown.ticket.code, reason, cause)}
          onClose={() => setRefusing(false)}
          onDone={() => {
            // The answer may come when the employee has gone on to another page.
            if (!isHere.current) return
            say(words.refusal.done(code))
            goTo(pathIn(lang, '/employe'))
          }}
        />
      )}
    </>
  )
}
