import { formatMoment } from '@tiptop/contract/moments.ts'
import type { OwnSession } from '@tiptop/contract/sessions.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { DOT, type Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { browsers, ownSessionsWords } from './words.ts'

type Props = { lang: Lang; session: OwnSession; onEnd(): Promise<void> }

/** One session: with what, since when, and a button that ends it unless it is this one. */
export function OneSession({ lang, session, onEnd }: Props) {
  const words = ownSessionsWords[lang]
  const { run, busy } = useOneAtATime(onEnd)
  const { browser, system, signedInAt, lastSeenAt, isThisOne } = session
  const device = words.device(
    browser ? browsers[browser] : words.unknownBrowser,
    system ? words.systems[system] : words.unknownSystem,
  )
  const times = [words.since(formatMoment(signedInAt, lang)), words.seen(formatMoment(lastSeenAt, lang))]
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <div className="min-w-0">
        <p className="font-semibold text-forest">
          <Text>{isThisOne ? device + DOT + words.thisOne : device}</Text>
        </p>
        <p className="text-[0.9375rem] text-soft">
          <Text>{isThisOne ? times[0] : times.join(DOT)}</Text>
        </p>
      </div>
      {!isThisOne && (
        <button
          type="button"
          onClick={run}
          aria-disabled={busy || undefined}
          aria-label={words.endOf(device)}
          className="link inline-flex min-h-11 items-center"
        >
          <Text>{busy ? words.ending : words.end}</Text>
        </button>
      )}
    </li>
  )
}
