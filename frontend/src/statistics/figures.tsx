import type { Statistics } from '@tiptop/contract/statistics.ts'
import { Bar } from '../ui/charts/bar-list.tsx'
import { formatCount, formatShare } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { statisticsWords } from './words.ts'

/** The totals, then the conversion rates from one to the next. */
export function Figures({ lang, statistics }: { lang: Lang; statistics: Statistics }) {
  const words = statisticsWords[lang].figures
  const inPeriod = Boolean(statistics.period.from || statistics.period.to)
  const tiles = [
    [words.plays, statistics.plays, words.playsOf(formatCount(statistics.tickets, lang))],
    [words.handovers, statistics.handovers, words.handoversNote],
    [words.players, statistics.players, inPeriod ? words.playersInPeriod : words.playersNote],
    [words.accounts, statistics.accounts, inPeriod ? words.accountsInPeriod : words.accountsNote],
  ] as const
  return (
    <>
      <section aria-label={words.title}>
        <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4 lg:gap-5">
          {tiles.map(([name, count, note]) => (
            <div key={name} className="label-frame px-5 py-5 sm:px-7 sm:py-6">
              <dt className="text-[0.9375rem] font-semibold text-infusion">{name}</dt>
              <dd className="mt-1 font-display text-[2rem] leading-none text-forest tabular-nums sm:text-[2.75rem]">
                <Text>{formatCount(count, lang)}</Text>
              </dd>
              <dd className="mt-2 text-sm leading-snug text-soft">
                <Text>{note}</Text>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <Conversion lang={lang} conversion={statistics.conversion} />
    </>
  )
}

function Conversion({ lang, conversion }: { lang: Lang; conversion: Statistics['conversion'] }) {
  const words = statisticsWords[lang].conversion
  const rates = ['playedOfTickets', 'handedOverOfPlayed', 'playersOfAccounts'] as const
  return (
    <section className="label-frame px-6 py-6 sm:px-8 sm:py-7">
      <h2 className="text-2xl">{words.title}</h2>
      <dl className="mt-4 grid gap-x-10 gap-y-5 md:grid-cols-3">
        {rates.map(rate => (
          <div key={rate} className="grid grid-cols-[1fr_auto] content-end items-baseline gap-x-4">
            <dt className="leading-snug">{words[rate]}</dt>
            <dd className="font-display text-[1.625rem] text-forest tabular-nums">
              {conversion[rate] === null ? (
                <span className="font-sans text-base text-soft">{words.nothing}</span>
              ) : (
                <Text>{formatShare(conversion[rate], lang)}</Text>
              )}
            </dd>
            <dd className="col-span-2 mt-2">
              <Bar shares={[conversion[rate] ?? 0]} className="h-2.5" />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
