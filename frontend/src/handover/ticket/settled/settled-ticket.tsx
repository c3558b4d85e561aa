import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { Button } from '../../../ui/button.tsx'
import { formatUntil } from '../../../ui/dates.ts'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { handedOverSentence } from '../../counter-failures.ts'
import { PersonFacts } from '../facts/ticket-facts.tsx'
import { OtherTickets } from '../several/other-prizes.tsx'
import { TicketSheet } from '../ticket-sheet.tsx'
import { ticketWords } from '../words.ts'
import { Undo } from './undo.tsx'

type Props = {
  lang: Lang
  shown: HandoverTicket
  /** the refusal that the employee has just met, if any */
  failure: string | null
  onUndone(ticket: HandoverTicket): void
  onRefuse(): void
}

/** A prize that is handed over or expired: who handed it over, when and where, and what can still be done. */
export function SettledTicket({ lang, shown, failure, onUndone, onRefuse }: Props) {
  const words = ticketWords[lang]
  const { ticket, handover } = shown
  return (
    <TicketSheet lang={lang} shown={shown}>
      <PersonFacts lang={lang} shown={shown} />
      <div className="mt-7 grid gap-4">
        {failure && <Notice tone="error">{failure}</Notice>}
        {handover && !failure && <Notice tone="good">{handedOverSentence(handover, lang)}</Notice>}
        {ticket.status === 'expired' && !failure && (
          <Notice tone="error">{words.expired(formatUntil(ticket.claimUntil, lang))}</Notice>
        )}
        {handover?.mayUndo && (
          <Undo lang={lang} code={ticket.code} undoUntil={handover.undoUntil} onUndone={onUndone} />
        )}
        <OtherTickets lang={lang} others={shown.others} />
        <Button look="quiet" onClick={onRefuse} className="min-h-14 text-lg">
          {words.refuseAgain}
        </Button>
      </div>
    </TicketSheet>
  )
}
