import type { HandoverItem } from '@tiptop/contract/handover.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { PrizePicture } from '../../contest/prizes/prize-picture.tsx'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { StatusBadge } from '../status-badge.tsx'
import { ticketPath } from '../ticket-path.ts'
import { queueWords } from './words.ts'

type Props = { lang: Lang; items: HandoverItem[]; label: string; arrived?: number | null; hasShops?: boolean }

/** Tickets to choose from (node J of diagram 1.2), each a link as large as a thumb. The one at `arrived` has the focus.
 * `hasShops`: each says where its player collects. */
export function TicketList({ lang, items, label, arrived = null, hasShops = false }: Props) {
  return (
    <ul aria-label={label} className="grid grid-cols-1 gap-2.5">
      {items.map((item, index) => (
        <TicketRow key={item.ticket.code} lang={lang} item={item} arrives={index === arrived} hasShop={hasShops} />
      ))}
    </ul>
  )
}

type RowProps = { lang: Lang; item: HandoverItem; arrives: boolean; hasShop: boolean }

function TicketRow({ lang, item, arrives, hasShop }: RowProps) {
  const { ticket, prize, playerName, pickupShop } = item
  const words = queueWords[lang].list
  const moment =
    ticket.status === 'claimed'
      ? words.claimed(formatMoment(ticket.claimedAt, lang))
      : words.played(formatMoment(ticket.playedAt, lang))
  return (
    <li ref={arrives ? focusLink : null}>
      <a
        href={ticketPath(lang, ticket.code)}
        className="flex items-center gap-3.5 rounded-xl border border-line bg-paper px-4 py-3 transition-colors hover:border-leaf hover:bg-mist sm:gap-5 sm:px-5"
      >
        <PrizePicture slug={prize.slug} className="size-14 shrink-0 sm:size-16" />
        <span className="grid min-w-0 flex-1 gap-x-6 gap-y-0.5 md:grid-cols-[1fr_auto] md:items-center">
          <span className="min-w-0">
            <span className="block break-words font-display text-xl leading-snug text-forest">
              <bdi>{playerName.trim() || words.nameless}</bdi>
            </span>
            <span className="block text-[0.9375rem] text-ink">{prize.name[lang]}</span>
          </span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft md:grid md:justify-items-end">
            <span className="font-semibold tracking-wider text-ink">
              <span className="sr-only">{words.code} </span>
              <span translate={false}>{formatTicketCode(ticket.code)}</span>
            </span>
            {ticket.status !== 'pending' && <StatusBadge lang={lang} status={ticket.status} />}
            <span>
              <Text>{moment}</Text>
            </span>
            {hasShop && (
              <span>
                <Text>{pickupShop?.name ?? words.noShop}</Text>
              </span>
            )}
          </span>
        </span>
        <svg viewBox="0 0 12 20" className="h-4 w-3 shrink-0 text-amber" aria-hidden="true">
          <path d="M2 2l8 8-8 8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
        </svg>
      </a>
    </li>
  )
}

function focusLink(row: HTMLElement | null): void {
  row?.querySelector('a')?.focus()
}
