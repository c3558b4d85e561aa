import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import type { TicketItem } from '@tiptop/contract/tickets.ts'
import { profilePath } from '../administration/account/profile-path.ts'
import { shownName } from '../administration/account/shown-name.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import type { Column } from '../ui/data-table.tsx'
import type { Lang } from '../ui/language.ts'
import { formatShortMoment } from '../ui/moments.ts'
import { ticketWords } from './words.ts'

const tones: Record<TicketItem['status'], Tone> = { pending: 'waiting', claimed: 'good', unclaimed: 'plain' }

/** The columns of a list of tickets. A list of one player's tickets leaves the player out. */
export function ticketColumns(lang: Lang, withPlayer = true): Column<TicketItem>[] {
  const words = ticketWords[lang]
  const player: Column<TicketItem> = {
    name: 'player',
    header: words.player,
    cell: ({ player }) =>
      player ? (
        <a className="link inline-block min-w-32 wrap-anywhere" href={profilePath(lang, player.id)}>
          <bdi>{shownName(player.name, lang)}</bdi>
        </a>
      ) : (
        '–'
      ),
  }
  return [
    { name: 'ticket', header: words.ticket, onPhone: 'title', cell: ticket => <Ticket lang={lang} ticket={ticket} /> },
    { name: 'prize', header: words.prize, cell: ({ prize }) => prize?.name[lang] ?? '–' },
    { name: 'status', header: words.status, onPhone: 'corner', cell: ticket => <Status lang={lang} ticket={ticket} /> },
    {
      name: 'playedAt',
      header: words.playedAt,
      cell: ({ playedAt }) => (
        <span className="tabular-nums lg:whitespace-nowrap">{playedAt ? formatShortMoment(playedAt, lang) : '–'}</span>
      ),
    },
    ...(withPlayer ? [player] : []),
    { name: 'handedOver', header: words.handedOver, cell: ticket => <HandedOver lang={lang} ticket={ticket} /> },
  ]
}

type CellProps = { lang: Lang; ticket: TicketItem }

function Ticket({ lang, ticket: { id, code } }: CellProps) {
  if (!code) return <span className="text-soft">{ticketWords[lang].number(id)}</span>
  return (
    <span translate={false} className="font-mono text-[0.9375rem] font-semibold whitespace-nowrap text-forest">
      {formatTicketCode(code)}
    </span>
  )
}

function Status({ lang, ticket: { status, expired } }: CellProps) {
  const words = ticketWords[lang]
  return expired ? (
    <Badge tone="bad">{words.expired}</Badge>
  ) : (
    <Badge tone={tones[status]}>{words.statuses[status]}</Badge>
  )
}

function HandedOver({ lang, ticket: { handedOver } }: CellProps) {
  if (!handedOver) return '–'
  return (
    <>
      <span className="block tabular-nums lg:whitespace-nowrap">{formatShortMoment(handedOver.at, lang)}</span>
      <span className="block text-sm text-soft">
        <bdi>{shownName(handedOver.by, lang)}</bdi>, {handedOver.shop.city}
      </span>
    </>
  )
}
