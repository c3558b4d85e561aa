import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { PrizePicture } from '../../../contest/prizes/prize-picture.tsx'
import { ButtonLink } from '../../../ui/button.tsx'
import { type Lang, pathIn } from '../../../ui/language.ts'
import { takeFocus } from '../../../ui/take-focus.ts'
import { counterFailureSentence } from '../../counter-failures.ts'
import { ticketPath } from '../../ticket-path.ts'
import { ticketWords } from '../words.ts'
import type { PrizeOutcome, PrizeOutcomes } from './hand-over-all.ts'
import { severalWords } from './words.ts'

type Props = { lang: Lang; name: string; plays: PlayAnswer[]; outcomes: PrizeOutcomes }

/** Nodes V and W of diagram 1.2 for several prizes: which to give, which not, and why. Each leads to its ticket. */
export function HandedOverSeveral({ lang, name, plays, outcomes }: Props) {
  const words = severalWords[lang]
  const given = plays.filter(({ ticket }) => outcomes.get(ticket.code)?.name === 'given')
  return (
    <section className="label-frame mx-auto max-w-2xl animate-rise px-6 py-9 sm:px-12 sm:py-11">
      <h1 ref={takeFocus} tabIndex={-1} className="text-center text-[2rem] leading-tight sm:text-4xl">
        {given.length ? words.title(given.length) : words.nothing}
      </h1>
      <p className="mt-2 text-center text-2xl text-forest">{ticketWords[lang].handed.to(name)}</p>
      <ul className="mt-7 grid grid-cols-1 gap-3">
        {plays.map(play => {
          const outcome = outcomes.get(play.ticket.code)
          return outcome && <Row key={play.ticket.code} lang={lang} play={play} outcome={outcome} />
        })}
      </ul>
      <div className="mx-auto mt-8 grid max-w-md">
        <ButtonLink href={pathIn(lang, '/employe')} className="min-h-14 text-lg">
          {ticketWords[lang].handed.next}
        </ButtonLink>
      </div>
    </section>
  )
}

type RowProps = { lang: Lang; play: PlayAnswer; outcome: PrizeOutcome }

function Row({ lang, play: { ticket, prize }, outcome }: RowProps) {
  const words = severalWords[lang]
  const isGiven = outcome.name === 'given'
  return (
    <li
      className={`flex items-center gap-4 rounded-xl border-2 px-4 py-3 ${isGiven ? 'border-leaf bg-mist' : 'border-brick/50 bg-blush'}`}
    >
      <PrizePicture
        slug={prize.slug}
        className={`size-16 shrink-0 sm:size-20 ${isGiven ? '' : 'opacity-60 grayscale'}`}
      />
      <div className="min-w-0 flex-1">
        <p className="font-display text-xl leading-snug text-infusion sm:text-2xl">{prize.name[lang]}</p>
        <p className={`mt-0.5 font-medium ${isGiven ? 'text-forest' : 'text-brick-deep'}`}>
          {isGiven ? words.given : words.refused}
        </p>
        {outcome.name === 'refused' && (
          <p className="mt-0.5 text-[0.9375rem] text-brick-deep">{counterFailureSentence(outcome.failure, lang)}</p>
        )}
        <a
          href={ticketPath(lang, ticket.code)}
          aria-label={`${words.open} ${formatTicketCode(ticket.code)}`}
          translate={false}
          className="inline-flex min-h-11 items-center text-sm font-semibold tracking-wider whitespace-nowrap text-forest underline"
        >
          {formatTicketCode(ticket.code)}
        </a>
      </div>
    </li>
  )
}
