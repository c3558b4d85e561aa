import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatDay } from '@tiptop/contract/moments.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { PrizePicture } from '../contest/prizes/prize-picture.tsx'
import { formatUntil } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { takeFocus } from '../ui/take-focus.ts'
import { myPrizesWords } from './my-prizes-words.ts'
import { VerifyPrize } from './proof/verify-prize.tsx'
import { ShareButton } from './share/share-button.tsx'
import { ShowInShop } from './shop-code/show-in-shop.tsx'

const stateLooks = {
  pending: 'bg-glow text-umber',
  claimed: 'bg-sage text-forest',
  expired: 'bg-blush text-brick-deep',
}

type Props = { lang: Lang; play: PlayAnswer; arrives: boolean }

/** A prize in the list, with what can still be done about it. If it `arrives`, it takes the focus once. */
export function WonPrize({ lang, play: { ticket, prize }, arrives }: Props) {
  const words = myPrizesWords[lang]
  const day = ticket.status === 'claimed' ? formatDay(ticket.claimedAt, lang) : formatUntil(ticket.claimUntil, lang)
  return (
    <li className="label-frame flex flex-wrap items-center gap-4 p-5 sm:gap-6 sm:p-6">
      <PrizePicture
        slug={prize.slug}
        className={`size-24 shrink-0 sm:size-28 ${ticket.status === 'expired' ? 'opacity-60 grayscale' : ''}`}
      />
      <div className="min-w-32 flex-1">
        <h2 ref={arrives ? takeFocus : null} tabIndex={-1} className="text-xl leading-snug">
          {prize.name[lang]}
        </h2>
        <p className="mt-1 text-[0.9375rem] text-soft">
          {words.code}{' '}
          <span translate={false} className="font-semibold tracking-wider whitespace-nowrap text-ink">
            {formatTicketCode(ticket.code)}
          </span>
        </p>
        <p className="mt-2.5 text-[0.9375rem]">
          <span
            className={`mr-2 inline-block rounded-full px-3 py-0.5 text-sm font-semibold ${stateLooks[ticket.status]}`}
          >
            {words.states[ticket.status]}
          </span>
          {words.when[ticket.status](day)}
        </p>
        {ticket.status === 'pending' && <ShowInShop lang={lang} code={ticket.code} />}
        {ticket.status !== 'expired' && <ShareButton lang={lang} prize={prize} className="mt-2" />}
        <VerifyPrize lang={lang} code={ticket.code} prizeSlug={prize.slug} />
      </div>
    </li>
  )
}
