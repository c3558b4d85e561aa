import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { PrizePicture } from '../../../contest/prizes/prize-picture.tsx'
import type { Lang } from '../../../ui/language.ts'
import { ticketPath } from '../../ticket-path.ts'
import type { PrizeOutcome, PrizeOutcomes } from './hand-over-all.ts'
import { severalWords } from './words.ts'

type ChoiceProps = {
  lang: Lang
  others: PlayAnswer[]
  /** the codes of those that are handed over as well */
  chosen: ReadonlySet<string>
  outcomes: PrizeOutcomes
  onChoose(codes: ReadonlySet<string>): void
  busy: boolean
}

/** The other prizes of the same person, to be handed over after the same look at the card. None is chosen by itself. */
export function OtherPrizes({ lang, others, chosen, outcomes, onChoose, busy }: ChoiceProps) {
  const words = severalWords[lang]
  const codes = others.map(({ ticket }) => ticket.code)
  const choose = (some: string[], isChosen: boolean) => {
    const kept = codes.filter(code => (some.includes(code) && !outcomes.has(code) ? isChosen : chosen.has(code)))
    onChoose(new Set(kept))
  }
  return (
    <fieldset disabled={busy} className="mt-6 grid gap-2.5">
      <legend className="mb-2.5 font-semibold text-forest">{words.legend}</legend>
      {others.length > 1 && (
        <label className="flex min-h-12 items-center gap-3.5 px-4 font-medium text-forest">
          <input
            type="checkbox"
            checked={codes.every(code => chosen.has(code))}
            onChange={event => choose(codes, event.currentTarget.checked)}
            className="size-7 shrink-0 scroll-mb-48 accent-forest"
          />
          {words.all}
        </label>
      )}
      {others.map(({ ticket, prize }) => (
        <label
          key={ticket.code}
          className="flex min-h-15 scroll-mb-48 items-center gap-3.5 rounded-xl border-2 border-leaf/45 bg-paper px-4 py-2 transition-colors hover:border-leaf has-checked:border-leaf has-checked:bg-mist"
        >
          <input
            type="checkbox"
            name="other"
            value={ticket.code}
            checked={chosen.has(ticket.code)}
            disabled={outcomes.has(ticket.code)}
            onChange={event => choose([ticket.code], event.currentTarget.checked)}
            className="size-7 shrink-0 scroll-mb-48 accent-forest"
          />
          <PrizePicture slug={prize.slug} className="size-11 shrink-0" />
          <span className="min-w-0 flex-1 leading-snug">
            <span className="block font-medium text-ink">{prize.name[lang]}</span>
            <span translate={false} className="text-sm font-semibold tracking-wider whitespace-nowrap text-soft">
              {formatTicketCode(ticket.code)}
            </span>
          </span>
          <Outcome lang={lang} outcome={outcomes.get(ticket.code)} />
        </label>
      ))}
    </fieldset>
  )
}

function Outcome({ lang, outcome }: { lang: Lang; outcome: PrizeOutcome | undefined }) {
  if (!outcome) return null
  const look = outcome.name === 'given' ? 'bg-sage text-forest' : 'bg-blush text-brick-deep'
  return (
    <span className={`rounded-full px-3 py-0.5 text-sm font-semibold ${look}`}>{severalWords[lang][outcome.name]}</span>
  )
}

/** The other prizes that wait for the person whose prize is settled, each a link to its ticket. */
export function OtherTickets({ lang, others }: { lang: Lang; others: PlayAnswer[] }) {
  const words = severalWords[lang]
  if (!others.length) return null
  return (
    <section>
      <h2 className="mb-2.5 text-lg font-semibold">{words.also}</h2>
      <ul className="grid gap-2.5">
        {others.map(({ ticket, prize }) => (
          <li key={ticket.code}>
            <a
              href={ticketPath(lang, ticket.code)}
              className="flex min-h-15 items-center gap-3.5 rounded-xl border border-line bg-paper px-4 py-2 hover:border-leaf hover:bg-mist"
            >
              <PrizePicture slug={prize.slug} className="size-11 shrink-0" />
              <span className="min-w-0 leading-snug">
                <span className="block font-medium text-ink">{prize.name[lang]}</span>
                <span translate={false} className="text-sm font-semibold tracking-wider whitespace-nowrap text-soft">
                  {formatTicketCode(ticket.code)}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
