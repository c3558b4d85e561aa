import type { Contest } from '@tiptop/contract/contest.ts'
import { formatCount, formatEuros, formatShare } from '../../ui/dates.ts'
import type { Lang } from '../../ui/language.ts'
import { Live } from './live-facts.tsx'
import { liveWords } from './live-words.ts'

const figure = 'py-3 pl-3 text-right align-top tabular-nums whitespace-nowrap'

/** Every prize of the contest with its number, its share, and its value if it has one. */
export function PrizeTable({ lang }: { lang: Lang }) {
  const { prizes, retry } = liveWords[lang]
  return (
    <Live later={prizes.later} retry={retry} room="min-h-96">
      {contest => <Table lang={lang} contest={contest} />}
    </Live>
  )
}

function Table({ lang, contest }: { lang: Lang; contest: Contest }) {
  const words = liveWords[lang].prizes
  const tickets = contest.prizes.reduce((sum, { quota }) => sum + quota, 0)
  return (
    <table className="mt-4 w-full text-[0.9375rem]">
      <caption className="mb-3 text-left text-base font-semibold text-forest">
        {words.all(formatCount(contest.ticketCount, lang))}
      </caption>
      <thead className="border-b border-forest/30 text-left text-sm text-soft">
        <tr>
          <th scope="col" className="py-2 font-semibold">
            {words.prize}
          </th>
          <th scope="col" className={`${figure} py-2 font-semibold`}>
            {words.quota}
          </th>
          <th scope="col" className={`${figure} py-2 font-semibold max-sm:hidden`}>
            {words.share}
          </th>
          <th scope="col" className={`${figure} py-2 font-semibold`}>
            {words.value}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-b border-line">
        {contest.prizes.map(prize => (
          <tr key={prize.slug}>
            <th scope="row" className="py-3 text-left align-top font-normal">
              <span className="block font-semibold text-forest">{prize.name[lang]}</span>
              <span className="block text-sm text-soft">{prize.description[lang]}</span>
            </th>
            <td className={figure}>{formatCount(prize.quota, lang)}</td>
            <td className={`${figure} max-sm:hidden`}>{formatShare(prize.quota / Math.max(1, tickets), lang)}</td>
            <td className={figure}>
              {prize.valueCents ? (
                formatEuros(prize.valueCents, lang)
              ) : (
                <>
                  <span aria-hidden="true">–</span>
                  <span className="sr-only">{words.noValue}</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
