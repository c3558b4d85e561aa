import type { Contest } from '@tiptop/contract/contest.ts'
import { formatDay } from '@tiptop/contract/moments.ts'
import { useEffect, useState } from 'preact/hooks'
import { serverNow } from '../../server-time.ts'
import { formatLastDay, formatUntil } from '../../ui/dates.ts'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { useContest } from '../contest.ts'
import { EventData } from '../event-data.tsx'
import { nextMoment, type TimeLeft, timeLeft } from './countdown.ts'
import { clockWords } from './words.ts'

const units = ['days', 'hours', 'minutes', 'seconds'] as const

/** The countdown. It ticks for the eyes only; a screen reader reads the day. */
export function Clock({ lang }: { lang: Lang }) {
  const { state } = useContest()
  if (state.name === 'failed')
    return <p className="flex min-h-38 items-center text-cream/90 sm:min-h-34">{clockWords[lang].unknown}</p>
  return state.name === 'ready' ? (
    <>
      <TickingClock lang={lang} contest={state.contest} />
      <EventData contest={state.contest} />
    </>
  ) : (
    <Face lang={lang} left={null} heading=" " sentence=" " />
  )
}

function TickingClock({ lang, contest }: { lang: Lang; contest: Contest }) {
  const words = clockWords[lang]
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  const { phase, at } = nextMoment(contest, now)
  const day = (phase === 'before' ? formatDay : phase === 'closed' ? formatLastDay : formatUntil)(at, lang)
  const left = phase === 'closed' ? null : timeLeft(at, now)
  return <Face lang={lang} left={left} heading={words.heading[phase]} sentence={words.sentence[phase](day)} />
}

function Face({
  lang,
  left,
  heading,
  sentence,
}: {
  lang: Lang
  left: TimeLeft | null
  heading: string
  sentence: string
}) {
  const words = clockWords[lang]
  return (
    <div className="min-h-38 sm:min-h-34">
      <p className="font-display text-lg text-honey" aria-hidden={heading === ' '}>
        <Text>{heading}</Text>
      </p>
      <div className="mt-2 flex gap-5 sm:gap-7" aria-hidden="true">
        {units.map(unit => (
          <div key={unit} className="flex flex-col">
            <span className="min-w-[2ch] font-display text-[2rem] leading-none text-cream tabular-nums sm:text-[2.5rem]">
              <Text>{left ? String(left[unit]).padStart(2, '0') : '··'}</Text>
            </span>
            <span className="mt-1 text-xs tracking-wide text-cream/80">{words.units[unit]}</span>
          </div>
        ))}
      </div>
      <p className="mt-3 min-h-6 text-[0.9375rem] text-cream/90">
        <Text>{sentence}</Text>
      </p>
    </div>
  )
}
