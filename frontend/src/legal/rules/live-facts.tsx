import type { Contest } from '@tiptop/contract/contest.ts'
import { formatDay } from '@tiptop/contract/moments.ts'
import type { ComponentChildren } from 'preact'
import { useContest } from '../../contest/contest.ts'
import { formatUntil } from '../../ui/dates.ts'
import { HashInGroups } from '../../ui/hash-in-groups.tsx'
import type { Lang } from '../../ui/language.ts'
import { liveWords } from './live-words.ts'

type LiveProps = { later: string; retry: string; room: string; children(contest: Contest): ComponentChildren }

/** Facts from the contest, in the space kept for them. A sentence fills it until they load, and without JavaScript. */
function Live({ later, retry, room, children }: LiveProps) {
  const { state, retry: askAgain } = useContest()
  if (state.name === 'ready') return <div className={room}>{children(state.contest)}</div>
  return (
    <div className={room}>
      <p className="mt-3 leading-relaxed">{later}</p>
      {state.name === 'failed' && (
        <button type="button" onClick={askAgain} className="link min-h-11">
          {retry}
        </button>
      )}
    </div>
  )
}

export function ContestDates({ lang }: { lang: Lang }) {
  const { dates, retry } = liveWords[lang]
  const rows = (contest: Contest) => [
    [dates.receipts, dates.receiptsFromTo(formatDay(contest.opensAt, lang), formatUntil(contest.receiptsUntil, lang))],
    [dates.plays, dates.until(formatUntil(contest.playsUntil, lang))],
    [dates.claims, dates.until(formatUntil(contest.claimsUntil, lang))],
  ]
  return (
    <Live later={dates.later} retry={retry} room="min-h-56 sm:min-h-38">
      {contest => (
        <dl className="mt-4 divide-y divide-line border-y border-line">
          {rows(contest).map(([name, when]) => (
            <div key={name} className="grid gap-x-6 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)] break-words">
              <dt className="font-semibold text-forest">{name}</dt>
              <dd>{when}</dd>
            </div>
          ))}
        </dl>
      )}
    </Live>
  )
}

/** The root of the commitment, or the digest of a contest of the former format. */
export function AllotmentProof({ lang }: { lang: Lang }) {
  const { allotment, retry } = liveWords[lang]
  return (
    <Live later={allotment.later} retry={retry} room="min-h-24">
      {({ commitment, allotmentDigest }) => {
        const hash = commitment?.root ?? allotmentDigest
        if (!hash) return <p className="mt-3 leading-relaxed">{allotment.none}</p>
        return (
          <div className="mt-4 rounded-lg border border-line bg-paper px-5 py-4">
            <p className="text-sm font-semibold text-forest">{commitment ? allotment.root : allotment.digest}</p>
            <HashInGroups hash={hash} />
          </div>
        )
      }}
    </Live>
  )
}
