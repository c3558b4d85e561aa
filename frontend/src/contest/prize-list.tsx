import type { Contest } from '@tiptop/contract/contest.ts'
import { Button } from '../ui/button.tsx'
import { formatCount, formatEuros, formatShare } from '../ui/dates.ts'
import { DOT, type Lang } from '../ui/language.ts'
import { useContest } from './contest.ts'
import { PrizePicture } from './prize-picture.tsx'
import { statesValue } from './stated-value.ts'
import { contestWords } from './words.ts'

/** The first two prizes are the most frequent and take half the width each. Three follow below. */
const widths = ['lg:col-span-3', 'lg:col-span-3']
const otherWidth = 'lg:col-span-2'
const places = [0, 1, 2, 3, 4]
const card =
  'label-frame flex min-h-50 items-center gap-5 p-6 sm:p-7 lg:min-h-82 lg:flex-col lg:justify-center lg:text-center'

export function PrizeList({ lang }: { lang: Lang }) {
  const words = contestWords[lang].prizes
  const { state, retry } = useContest()
  if (state.name === 'failed')
    return (
      <div className="label-frame mt-10 grid justify-items-center gap-5 px-6 py-12 text-center" role="status">
        <p>{words.failed}</p>
        <Button look="quiet" onClick={retry}>
          {words.retry}
        </Button>
      </div>
    )
  return (
    <ul className="mt-10 grid gap-5 sm:grid-cols-2 lg:grid-cols-6" aria-busy={state.name === 'loading'}>
      {state.name === 'ready' ? <Prizes lang={lang} contest={state.contest} /> : <Skeletons label={words.loading} />}
    </ul>
  )
}

function Prizes({ lang, contest }: { lang: Lang; contest: Contest }) {
  const words = contestWords[lang].prizes
  return contest.prizes.map((prize, index) => {
    const share = formatShare(
      prize.quota /
        Math.max(
          1,
          contest.prizes.reduce((sum, { quota }) => sum + quota, 0),
        ),
      lang,
    )
    const isSaid = !prize.valueCents || statesValue(prize.name[lang], prize.valueCents)
    return (
      <li key={prize.slug} className={`${card} ${widths[index] ?? otherWidth} last:sm:max-lg:col-span-2`}>
        <PrizePicture slug={prize.slug} className="w-28 shrink-0 lg:w-44" />
        <div>
          <h3 className="text-[1.375rem] leading-snug">{prize.name[lang]}</h3>
          <p className="mt-1.5 text-[0.9375rem] leading-relaxed text-soft">{prize.description[lang]}</p>
          <p className="mt-3 text-[0.9375rem] font-semibold text-infusion">
            {words.share(share)}
            <span className="font-normal text-soft">
              {DOT}
              {words.quota(formatCount(prize.quota, lang))}
              {isSaid || `${DOT}${words.value(formatEuros(prize.valueCents ?? 0, lang))}`}
            </span>
          </p>
        </div>
      </li>
    )
  })
}

function Skeletons({ label }: { label: string }) {
  return places.map(place => (
    <li key={place} className={`${card} ${widths[place] ?? otherWidth} last:sm:max-lg:col-span-2`}>
      <span className="size-28 shrink-0 animate-breathe rounded-full bg-sage lg:size-40" />
      <span className="grid w-full max-w-52 gap-3">
        <span className="h-6 animate-breathe rounded bg-sage" />
        <span className="h-4 animate-breathe rounded bg-sage" />
        <span className="h-4 w-2/3 animate-breathe rounded bg-sage" />
      </span>
      {place === 0 && <span className="sr-only">{label}</span>}
    </li>
  ))
}
