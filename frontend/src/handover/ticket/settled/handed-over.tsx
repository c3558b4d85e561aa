import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { PrizePicture } from '../../../contest/prizes/prize-picture.tsx'
import { ButtonLink } from '../../../ui/button.tsx'
import { type Lang, pathIn } from '../../../ui/language.ts'
import { takeFocus } from '../../../ui/take-focus.ts'
import { OtherTickets } from '../several/other-prizes.tsx'
import { ticketWords } from '../words.ts'
import { Undo } from './undo.tsx'

type Props = { lang: Lang; shown: HandoverTicket; onUndone(ticket: HandoverTicket): void }

/**
 * Nodes V and W of diagram 1.2: the prize to give and to whom, in large type; then the next ticket, the undo, or what else
 * waits for the same person.
 */
export function HandedOver({ lang, shown, onUndone }: Props) {
  const words = ticketWords[lang]
  const { ticket, prize, player, handover } = shown
  return (
    <section className="label-frame mx-auto max-w-2xl animate-rise px-6 py-9 text-center sm:px-12 sm:py-11">
      <svg viewBox="0 0 48 48" className="mx-auto size-14 text-leaf" aria-hidden="true">
        <circle cx="24" cy="24" r="22" fill="none" stroke="currentColor" stroke-width="2.5" />
        <path d="M14 25l7 7 14-16" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" />
      </svg>
      <h1 ref={takeFocus} tabIndex={-1} className="mt-3 text-[2rem] leading-tight sm:text-4xl">
        {words.handed.title}
      </h1>
      <PrizePicture slug={prize.slug} className="mx-auto mt-5 h-40 animate-pour sm:h-52" />
      <p className="mt-4 font-display text-[clamp(1.75rem,6vw,2.75rem)] leading-tight text-infusion">
        {prize.name[lang]}
      </p>
      <p className="mt-2 text-2xl text-forest">{words.handed.to(`${player.firstName} ${player.lastName}`)}</p>
      {handover && (
        <p className="mt-3 text-[0.9375rem] text-soft">
          {words.handed.done(handover.by, formatMoment(handover.at, lang), handover.shop.name)}
        </p>
      )}
      <div className="mx-auto mt-8 grid max-w-md gap-4">
        <ButtonLink href={pathIn(lang, '/employe')} className="min-h-14 text-lg">
          {words.handed.next}
        </ButtonLink>
        {handover?.mayUndo && (
          <Undo lang={lang} code={ticket.code} undoUntil={handover.undoUntil} onUndone={onUndone} />
        )}
        <OtherTickets lang={lang} others={shown.others} />
      </div>
    </section>
  )
}
