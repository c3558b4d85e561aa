import { useEffect, useState } from 'preact/hooks'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { takeFocus } from '../../ui/take-focus.ts'
import { usePendingQueue } from '../space/pending-queue.tsx'
import { PendingList } from './pending-list.tsx'
import { TicketSearch } from './ticket-search.tsx'
import { queueWords } from './words.ts'

/**
 * Nodes E and F of diagram 1.2: search, or choose a waiting ticket. The result of a search replaces the list. If it
 * `arrives` in place of another page, its title takes the focus.
 */
export function QueuePage({ lang, arrives }: { lang: Lang; arrives: boolean }) {
  const words = queueWords[lang]
  const { message, say } = usePendingQueue()
  const [told] = useState(message)
  const [isSearching, setSearching] = useState(false)
  useEffect(() => say(null), [say])
  return (
    <>
      <h1 ref={arrives ? takeFocus : null} tabIndex={-1} className="mb-5 text-[2rem] leading-tight sm:text-4xl">
        {words.title}
      </h1>
      {told && (
        <div className="mb-5">
          <Notice tone="good">{told}</Notice>
        </div>
      )}
      <TicketSearch lang={lang} onSearching={setSearching} />
      {!isSearching && <PendingList lang={lang} />}
    </>
  )
}
