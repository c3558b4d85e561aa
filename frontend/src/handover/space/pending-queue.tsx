import type { HandoverCount } from '@tiptop/contract/handover.ts'
import { MOST_COUNTED } from '@tiptop/contract/own-queue.ts'
import { type ComponentChildren, createContext } from 'preact'
import { useCallback, useContext, useMemo, useState } from 'preact/hooks'
import { useLostAccess } from '../../accounts/session/needs-role.ts'
import { usePendingCount } from './pending-count.ts'
import { useWaitingList, type WaitingList } from './waiting-list.ts'

type PendingQueue = {
  /** the prizes that wait in the employee's own shop; all of them for an employee without a shop */
  first: WaitingList
  /** those that wait elsewhere, read on demand; null if `first` has them all */
  others: WaitingList | null
  /** how many prizes wait in each list now, null until it is known; `others` is null, too, when `first` is not exact */
  counts: { first: number; isExact: boolean; others: number | null } | null
  /** whether the number of waiting prizes has changed since the lists were read */
  hasChanged: boolean
  /** Reads again what is shown. */
  read(): Promise<void>
  isShowingOthers: boolean
  showOthers(isShown: boolean): void
  /** A message from the previous page, shown once on the next one. */
  message: string | null
  say(message: string | null): void
}

const QueueContext = createContext<PendingQueue | null>(null)

/** The tickets whose prizes are waiting. It outlives a visit to one of them, so going back leads to the same place. */
export function PendingQueueProvider({ hasShop, children }: { hasShop: boolean; children: ComponentChildren }) {
  const isLost = useLostAccess('employee')
  const first = useWaitingList(hasShop ? 'own' : null, isLost)
  const others = useWaitingList('other', isLost)
  const [isShowingOthers, showOthers] = useState(false)
  const [message, say] = useState<string | null>(null)
  const { counts, recount } = usePendingCount(isLost)
  const [countsWhenRead, setCountsWhenRead] = useState<HandoverCount | null>(null)
  const [readFirst, readOthers] = [first.read, others.read]

  const read = useCallback(async () => {
    const lists = isShowingOthers ? [readFirst(), readOthers()] : [readFirst()]
    const [count, ...areRead] = await Promise.all([recount(), ...lists])
    if (areRead.every(Boolean)) setCountsWhenRead(count)
  }, [readFirst, readOthers, recount, isShowingOthers])

  const queue = useMemo(() => {
    const now = counts && sizesOf(counts)
    const whenRead = countsWhenRead && sizesOf(countsWhenRead)
    const hasChanged =
      !!now && !!whenRead && (now.first !== whenRead.first || (isShowingOthers && now.others !== whenRead.others))
    const rest = { counts: now, hasChanged, read, isShowingOthers, showOthers, message, say }
    return { first, others: hasShop ? others : null, ...rest }
  }, [first, others, hasShop, counts, countsWhenRead, read, isShowingOthers, message])
  return <QueueContext.Provider value={queue}>{children}</QueueContext.Provider>
}

export function usePendingQueue(): PendingQueue {
  const queue = useContext(QueueContext)
  if (!queue) throw new Error('usePendingQueue is used outside of PendingQueueProvider')
  return queue
}

/** The two counts come from different moments of the database, so their difference may be below zero for a moment. */
function sizesOf({ pending, own }: HandoverCount): NonNullable<PendingQueue['counts']> {
  const first = own ?? pending
  const isExact = own === null || own < MOST_COUNTED
  return { first, isExact, others: isExact ? Math.max(0, pending - first) : null }
}
