import type { AnnouncedContest } from '@tiptop/contract/announced-contest.ts'
import { formatCount, formatEuros, formatShare } from '../../ui/dates.ts'
import { DOT, type Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { useContest } from '../contest.ts'
import { contestWords } from '../words.ts'
import { PrizePicture } from './prize-picture.tsx'
import { statesValue } from './stated-value.ts'

/** The first two prizes are the most frequent and take half the width each. Three follow below. */
const widths = ['lg:col-span-3', 'lg:col-span-3']
const otherWidth = 'lg:col-span-2'
const card =
  'label-frame flex min-h-50 flex-wrap items-center gap-5 p-6 sm:p-7 lg:min-h-82 lg:flex-col lg:flex-nowrap lg:justify-center lg:text-center'

type PrizeListProps = { lang: Lang; announced: Pick<AnnouncedContest, 'prizes'> }

/** The prizes as they are announced, with which the page is built, or as the contest has them, once it is loaded. */
export function PrizeList({ lang, announced }: PrizeListProps) {
  const words = contestWords[lang].prizes
  const { state } = useContest()
  const { prizes } = state.name === 'ready' ? state.contest : announced
  const tickets = prizes.reduce((sum, { quota }) => sum + quota, 0)
  return (
    <ul className="mt-10 grid grid-cols-1 gap-5 sm:max-lg:grid-cols-[repeat(auto-fit,minmax(min(100%,17rem),1fr))] lg:grid-cols-6">
      {prizes.map(({ slug, name, description, quota, valueCents }, index) => (
        <li key={slug} className={`${card} ${widths[index] ?? otherWidth} last:sm:max-lg:col-span-full`}>
          <PrizePicture slug={slug} className="w-28 shrink-0 lg:w-44" />
          <div className="min-w-0 flex-1 basis-24 lg:flex-none lg:basis-auto">
            <h3 className="text-[1.375rem] leading-snug">
              <Text>{name[lang]}</Text>
            </h3>
            <p className="mt-1.5 text-[0.9375rem] leading-relaxed text-soft">
              <Text>{description[lang]}</Text>
            </p>
            <p className="mt-3 text-[0.9375rem] font-semibold text-infusion">
              <Text>{words.share(formatShare(quota / Math.max(1, tickets), lang))}</Text>
              {/* A line of its own, so that other figures move nothing. */}
              <span className="block font-normal text-soft">
                <Text>{words.quota(formatCount(quota, lang))}</Text>
                <Text>
                  {valueCents &&
                    !statesValue(name[lang], valueCents) &&
                    `${DOT}${words.value(formatEuros(valueCents, lang))}`}
                </Text>
              </span>
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
