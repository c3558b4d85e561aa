import { Age } from '../administration/age.tsx'
import { adminFailure } from '../administration/failure-words.ts'
import { Button } from '../ui/button.tsx'
import { formatCount, formatShare } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { formatSize } from '../ui/sizes.ts'
import { Status } from '../ui/status.tsx'
import { Text } from '../ui/text.tsx'
import type { Progress } from './download.ts'
import { type DownloadState, useDownload } from './use-download.ts'
import { exportWords } from './words.ts'

/** Downloads the report at this path, shows the progress, and says how it ended. */
export function DownloadPanel({ lang, path }: { lang: Lang; path: string }) {
  const words = exportWords[lang]
  const { state, start, cancel } = useDownload()
  const isUnderWay = state.name === 'under-way'
  return (
    <section className="label-frame p-6 sm:p-8">
      <p>{words.audited}</p>
      <p className="mt-1 text-soft">{words.personal}</p>
      <div className="mt-5 flex flex-wrap gap-3">
        <Button onClick={() => start(path)} busy={isUnderWay} busyLabel={words.busy}>
          {words.start}
        </Button>
        {isUnderWay && (
          <Button look="quiet" onClick={cancel}>
            {words.cancel}
          </Button>
        )}
      </div>
      {isUnderWay && <ProgressBar lang={lang} progress={state.progress} />}
      <div className="mt-5 empty:hidden">
        <Ending lang={lang} state={state} />
      </div>
    </section>
  )
}

/** The size is an estimate, so the bar stops just before its end until the file is complete. */
function shareOf({ received, expected }: Progress): number | null {
  return expected ? Math.min(0.99, received / expected) : null
}

function ProgressBar({ lang, progress }: { lang: Lang; progress: Progress | null }) {
  const words = exportWords[lang]
  const share = progress && shareOf(progress)
  const rows = progress?.rows
  return (
    <div className="mt-6">
      <progress
        aria-label={words.busy}
        max={100}
        {...(share !== null && { value: Math.round(share * 100) })}
        className="block h-3 w-full appearance-none overflow-hidden rounded-full bg-sage forced-color-adjust-none forced-colors:border [&::-moz-progress-bar]:bg-leaf [&::-webkit-progress-bar]:bg-sage [&::-webkit-progress-value]:bg-leaf"
      />
      <div className="mt-2 flex flex-wrap justify-between gap-x-6 text-[0.9375rem] text-soft tabular-nums">
        <Status>
          <Text>{rows ? words.progress(formatCount(rows, lang)) : words.preparing}</Text>
        </Status>
        {progress && share !== null && (
          <span>
            <Text>
              {words.received(formatSize(progress.received, lang), formatShare(Math.round(share * 100) / 100, lang))}
            </Text>
          </span>
        )}
      </div>
    </div>
  )
}

function Ending({ lang, state }: { lang: Lang; state: DownloadState }) {
  const words = exportWords[lang]
  switch (state.name) {
    case 'idle':
    case 'under-way':
      return null
    case 'done':
      return (
        <>
          <Notice tone="good">{words.done(state.file, formatSize(state.size, lang))}</Notice>
          <Age lang={lang} seconds={state.lagSeconds ?? undefined} />
        </>
      )
    case 'cancelled':
      return <Notice tone="plain">{words.cancelled}</Notice>
    case 'refused':
      return <Notice tone="error">{adminFailure(state.failure, lang)}</Notice>
    default:
      return <Notice tone="error">{words[state.name]}</Notice>
  }
}
