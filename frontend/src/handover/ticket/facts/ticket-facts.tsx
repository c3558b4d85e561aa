import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { formatDay, formatMoment } from '@tiptop/contract/moments.ts'
import type { ComponentChildren } from 'preact'
import { PrizePicture } from '../../../contest/prizes/prize-picture.tsx'
import { serverNow } from '../../../server-time.ts'
import { formatUntil } from '../../../ui/dates.ts'
import type { Lang } from '../../../ui/language.ts'
import { StatusBadge } from '../../status-badge.tsx'
import { ticketWords } from '../words.ts'
import { ageOn, asOnCard } from './age.ts'

type Props = { lang: Lang; shown: HandoverTicket }

/** Node M of diagram 1.2: the prize, when it was won, and until when it can be collected. */
export function PrizeFacts({ lang, shown: { ticket, prize } }: Props) {
  const words = ticketWords[lang].facts
  return (
    <section aria-label={words.prize} className="label-frame px-6 py-5 sm:px-7 lg:py-7">
      <div className="flex items-center gap-5 lg:block lg:text-center">
        <PrizePicture slug={prize.slug} className="size-20 shrink-0 sm:size-24 lg:mx-auto lg:size-44" />
        <div className="min-w-0 lg:mt-4">
          <h2 className="text-2xl leading-snug sm:text-[1.75rem]">{prize.name[lang]}</h2>
          <p className="mt-1 text-[0.9375rem] leading-relaxed text-soft max-lg:hidden">{prize.description[lang]}</p>
        </div>
      </div>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 border-t border-line pt-3.5 text-[0.9375rem] sm:grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] sm:gap-x-6 lg:mt-5 lg:grid-cols-[auto_1fr] lg:gap-y-2 lg:pt-4">
        <Fact name={words.state}>
          <StatusBadge lang={lang} status={ticket.status} />
        </Fact>
        <Fact name={words.played}>{formatMoment(ticket.playedAt, lang)}</Fact>
        <Fact name={words.until}>{formatUntil(ticket.claimUntil, lang)}</Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div className="contents sm:block lg:contents">
      <dt className="text-soft">{name}</dt>
      <dd className="font-medium text-ink">{children}</dd>
    </div>
  )
}

/** Node P of diagram 1.2: the player's identity, large enough to be compared with the card. */
export function PersonFacts({ lang, shown: { player } }: Props) {
  const words = ticketWords[lang].person
  return (
    <section aria-label={words.title}>
      <p className="eyebrow">{words.title}</p>
      <dl className="mt-3 grid grid-cols-1 gap-3">
        <div>
          <dt className="text-[0.9375rem] text-soft">{words.name}</dt>
          <dd className="font-display text-[clamp(1.875rem,5vw,2.5rem)] leading-tight break-words text-forest">
            <bdi>{`${player.firstName} ${player.lastName}`.trim() || words.nameless}</bdi>
          </dd>
        </div>
        <div>
          <dt className="text-[0.9375rem] text-soft">{words.birthDate}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-4 text-forest">
            {player.birthDate ? (
              <>
                <span className="font-display text-[clamp(1.875rem,5vw,2.5rem)] leading-tight lining-nums tabular-nums">
                  {asOnCard(player.birthDate)}
                </span>
                <span className="text-lg text-ink">
                  {formatDay(player.birthDate, lang)}, {words.age(ageOn(player.birthDate, new Date(serverNow())))}
                </span>
              </>
            ) : (
              <span className="text-2xl">{words.unknown}</span>
            )}
          </dd>
        </div>
      </dl>
    </section>
  )
}
