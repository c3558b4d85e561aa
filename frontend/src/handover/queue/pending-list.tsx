import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/dates.ts'
import { TeaBranch } from '../../ui/drawings/botanicals.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { counterFailureSentence } from '../counter-failures.ts'
import { usePendingQueue } from '../space/pending-queue.tsx'
import { TicketList } from './ticket-list.tsx'
import { queueWords } from './words.ts'

/** Node H of diagram 1.2: the waiting tickets, newest first. New ones show on demand: nothing moves under a thumb. */
export function PendingList({ lang }: { lang: Lang }) {
  const words = queueWords[lang].list
  const { listed, failure, pending, hasChanged, read, readMore } = usePendingQueue()
  const [arrived, setArrived] = useState<number | null>(null)
  const refreshing = useOneAtATime(read)
  const reading = useOneAtATime(readMore)

  useEffect(() => {
    void read()
  }, [read])

  async function more() {
    const before = listed?.items.length ?? 0
    await reading.run()
    setArrived(before)
  }

  const refresh = () => {
    setArrived(null)
    void refreshing.run()
  }

  return (
    <section className="mt-9">
      <div className="mb-3.5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-2xl">{words.title}</h2>
        {pending !== null && (
          <span className="rounded-full bg-glow px-3 py-0.5 text-sm font-semibold text-umber tabular-nums">
            <Text>{words.count(formatCount(pending, lang))}</Text>
          </span>
        )}
        <Button
          look="quiet"
          onClick={refresh}
          busy={refreshing.busy}
          busyLabel={words.refreshBusy}
          className="ml-auto px-5"
        >
          {words.refresh}
        </Button>
      </div>
      <p role="status" className="mb-3 text-soft empty:hidden">
        <Text>{hasChanged && listed && !refreshing.busy && words.changed}</Text>
      </p>
      {failure && !refreshing.busy && !reading.busy && (
        <div className="mb-4">
          <Notice tone="error">{counterFailureSentence(failure, lang)}</Notice>
        </div>
      )}
      {!listed && !failure && <Loading label={words.loading} />}
      {listed?.items.length === 0 && <Nobody lang={lang} />}
      {listed && listed.items.length > 0 && (
        <TicketList lang={lang} items={listed.items} label={words.title} arrived={arrived} />
      )}
      {listed?.nextCursor && (
        <div className="mt-6 text-center">
          <Button look="quiet" onClick={more} busy={reading.busy} busyLabel={words.moreBusy}>
            {words.more}
          </Button>
        </div>
      )}
    </section>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      <div className="grid gap-2.5" aria-hidden="true">
        {['a', 'b', 'c', 'd'].map(key => (
          <div key={key} className="flex h-22 animate-breathe items-center rounded-xl border border-line bg-paper" />
        ))}
      </div>
    </div>
  )
}

function Nobody({ lang }: { lang: Lang }) {
  const words = queueWords[lang].list
  return (
    <div className="label-frame grid justify-items-center px-6 py-12 text-center">
      <TeaBranch className="h-12 w-28 text-leaf" />
      <h3 className="mt-4 text-xl">{words.emptyTitle}</h3>
      <p className="mt-1 max-w-sm text-soft">{words.empty}</p>
    </div>
  )
}
