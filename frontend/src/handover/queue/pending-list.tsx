import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/dates.ts'
import { TeaBranch } from '../../ui/drawings/botanicals.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { Text } from '../../ui/text.tsx'
import { counterFailureSentence } from '../counter-failures.ts'
import { useWhenBack } from '../network/network.ts'
import { usePendingQueue } from '../space/pending-queue.tsx'
import type { WaitingList } from '../space/waiting-list.ts'
import { TicketList } from './ticket-list.tsx'
import { queueWords } from './words.ts'

/**
 * Node H of diagram 1.2: the waiting tickets of the employee's shop, newest first, and on demand all others. New ones
 * show on demand: nothing moves under a thumb.
 */
export function PendingList({ lang }: { lang: Lang }) {
  const words = queueWords[lang].list
  const { first, others, counts, hasChanged, read, isShowingOthers, showOthers } = usePendingQueue()
  const { run: refresh, busy } = useOneAtATime(read)

  useEffect(() => {
    void read()
  }, [read])
  useWhenBack(read)

  return (
    <section className="mt-9">
      <div className="mb-3.5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-2xl">{words.title}</h2>
        {/* Its place is kept until it is known: on a phone it takes a line from the button. */}
        <span
          className={`rounded-full bg-glow px-3 py-0.5 text-sm font-semibold text-umber tabular-nums ${counts ? '' : 'invisible'}`}
        >
          <Text>{words.count(formatCount(counts?.first ?? 0, lang) + (counts?.isExact === false ? '+' : ''))}</Text>
        </span>
        <Button
          look="quiet"
          onClick={() => refresh()}
          busy={busy}
          busyLabel={words.refreshBusy}
          className="ml-auto px-5"
        >
          {words.refresh}
        </Button>
      </div>
      <p role="status" className="mb-3 text-soft empty:sr-only">
        <Text>{hasChanged && first.listed && !busy && words.changed}</Text>
      </p>
      <Waiting lang={lang} list={first} label={words.title} isReading={busy}>
        <Nobody
          title={others ? words.emptyShopTitle : words.emptyTitle}
          text={others ? words.emptyShop : words.empty}
        />
      </Waiting>
      {others && (
        <div className="mt-8">
          <Button
            look="quiet"
            onClick={() => showOthers(!isShowingOthers)}
            aria-expanded={isShowingOthers}
            className="w-full sm:w-auto"
          >
            {isShowingOthers
              ? words.hideOthers
              : words.showOthers(counts?.others == null ? null : formatCount(counts.others, lang))}
          </Button>
          {isShowingOthers && (
            <div className="mt-5">
              <Waiting lang={lang} list={others} label={words.others} isReading={busy} hasShops>
                <p className="text-soft">{words.noOthers}</p>
              </Waiting>
            </div>
          )}
        </div>
      )}
    </section>
  )
}

/** `hasShops`: each ticket says where its player collects. */
type WaitingProps = {
  lang: Lang
  list: WaitingList
  label: string
  isReading: boolean
  hasShops?: boolean
  children: ComponentChildren
}

/** One list, page by page; `children` stand for an empty one. What was read stays while it cannot be read again. */
function Waiting({ lang, list, label, isReading, hasShops, children }: WaitingProps) {
  const words = queueWords[lang].list
  const { listed, failure, readMore } = list
  const [arrived, setArrived] = useState<number | null>(null)
  const { run, busy } = useOneAtATime(readMore)

  async function more() {
    const before = listed?.items.length ?? 0
    await run()
    setArrived(before)
  }
  useEffect(() => {
    if (isReading) setArrived(null)
  }, [isReading])

  return (
    <>
      {failure && !isReading && !busy && (
        <div className="mb-4">
          <Notice tone="error">{counterFailureSentence(failure, lang)}</Notice>
        </div>
      )}
      {!listed && !failure && <Loading label={words.loading} />}
      {listed?.items.length === 0 && <div>{children}</div>}
      {listed && listed.items.length > 0 && (
        <TicketList lang={lang} items={listed.items} label={label} arrived={arrived} hasShops={hasShops ?? false} />
      )}
      {listed?.nextCursor && (
        <div className="mt-6 text-center">
          <Button look="quiet" onClick={more} busy={busy} busyLabel={words.moreBusy}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <>
      <Status className="sr-only">{label}</Status>
      <div className="grid gap-2.5" aria-hidden="true">
        {['a', 'b', 'c', 'd'].map(key => (
          <div key={key} className="flex h-22 animate-breathe items-center rounded-xl border border-line bg-paper" />
        ))}
      </div>
    </>
  )
}

function Nobody({ title, text }: { title: string; text: string }) {
  return (
    <div className="label-frame grid justify-items-center px-6 py-12 text-center">
      <TeaBranch className="h-12 w-28 text-leaf" />
      <h3 className="mt-4 text-xl">{title}</h3>
      <p className="mt-1 max-w-sm text-soft">{text}</p>
    </div>
  )
}
