import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import type { ComponentChildren } from 'preact'
import type { Lang } from '../../ui/language.ts'
import { PrizeFacts } from './facts/ticket-facts.tsx'
import { History } from './history.tsx'

/** The prize on one side, its winner on the other, and the history below. */
export function TicketSheet({
  lang,
  shown,
  children,
}: {
  lang: Lang
  shown: HandoverTicket
  children: ComponentChildren
}) {
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[2fr_3fr] lg:grid-rows-[auto_1fr]">
      <PrizeFacts lang={lang} shown={shown} />
      <div className="label-frame p-6 sm:px-8 sm:py-7 lg:row-span-2">{children}</div>
      <History lang={lang} events={shown.history} />
    </div>
  )
}
