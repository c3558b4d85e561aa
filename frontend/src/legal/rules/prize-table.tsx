import type { AnnouncedContest } from '@tiptop/contract/announced-contest.ts'
import { useContest } from '../../contest/contest.ts'
import { formatCount, formatEuros, formatShare } from '../../ui/dates.ts'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { liveWords } from './live-words.ts'

const figure = 'py-3 pl-3 text-right align-top tabular-nums whitespace-nowrap'

type PrizeTableProps = { lang: Lang; announced: Omit<AnnouncedContest, 'grandPrize'> }

/**
 * Every prize with its number, its share, and its value if it has one: as announced, with which the page is built, or as
 * the contest has them, once it is loaded.
 */
export function PrizeTable({ lang, announced }: PrizeTableProps) {
  const { state } = useContest()
  const { prizes, ticketCount } = state.name === 'ready' ? state.contest : announced
  const words = liveWords[lang].prizes
  const tickets = prizes.reduce((sum, { quota }) => sum + quota, 0)
  return (
    <table className="mt-4 w-full text-[0.9375rem]">
      <caption className="mb-3 text-left text-base font-semibold text-forest">
        <Text>{words.all(formatCount(ticketCount, lang))}</Text>
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
        {prizes.map(prize => (
          <tr key={prize.slug}>
            <th scope="row" className="py-3 text-left align-top font-normal">
              <span className="block font-semibold text-forest">
                <Text>{prize.name[lang]}</Text>
              </span>
              <span className="block text-sm text-soft">
                <Text>{prize.description[lang]}</Text>
              </span>
            </th>
            <td className={figure}>
              <Text>{formatCount(prize.quota, lang)}</Text>
            </td>
            <td className={`${figure} max-sm:hidden`}>
              <Text>{formatShare(prize.quota / Math.max(1, tickets), lang)}</Text>
            </td>
            <td className={figure}>
              {prize.valueCents ? (
                <Text>{formatEuros(prize.valueCents, lang)}</Text>
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
