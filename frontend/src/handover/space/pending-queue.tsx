import type { HandoverItem } from '@tiptop/contract/handover.ts'
import { type ComponentChildren, createContext } from 'preact'
import { useCallback, useContext, useMemo, useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../../accounts/session/needs-role.ts'
import type { Answer, Failure } from '../../api-client.ts'
import { counterApi } from '../counter-api.ts'
import { usePendingCount } from './pending-count.ts'

type Listed = { items: HandoverItem[]; nextCursor: string | null }

type PendingQueue = {
  listed: Listed | null
  failure: Failure | null
  /** how many prizes are waiting now, null until it is known */
  pending: number | null
  /** whether the number of waiting prizes has changed since the list was read */
  hasChanged: boolean
  /** Reads again as many tickets as are shown, so that the employee keeps their place; at first, one page. */
  read(): Promise<void>
  readMore(): Promise<void>
  /** A message from the previous page, shown once on the next one. */
  message: string | null
  say(message: string | null): void
}

const QueueContext = createContext<PendingQueue | null>(null)
const LARGEST_PAGE = 100
const FIRST_PAGE = 20

/** The tickets whose prizes are waiting. It outlives a visit to one of them, so going back leads to the same place. */
export function PendingQueueProvider({ children }: { children: ComponentChildren }) {
  const isLost = useLostAccess('employee')
  const [listed, setListed] = useState<Listed | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [message, say] = useState<string | null>(null)
  const { pending, recount } = usePendingCount(isLost)
  const [pendingWhenRead, setPendingWhenRead] = useState<number | null>(null)
  const shown = useRef(0)

  const take = useCallback(
    async (answer: Answer<Listed>, before: HandoverItem[]) => {
      if (!answer.ok) {
        if (!(await isLost(answer.failure))) setFailure(answer.failure)
        return
      }
      const items = [...before, ...answer.value.items]
      shown.current = items.length
      setFailure(null)
      setListed({ items, nextCursor: answer.value.nextCursor })
    },
    [isLost],
  )

  const read = useCallback(async () => {
    const [answer, count] = await Promise.all([readPages(Math.max(FIRST_PAGE, shown.current)), recount()])
    await take(answer, [])
    if (answer.ok) setPendingWhenRead(count)
  }, [take, recount])

  const readMore = useCallback(async () => {
    if (listed?.nextCursor) await take(await counterApi.pending(listed.nextCursor), listed.items)
  }, [take, listed])

  const hasChanged = pending !== null && pendingWhenRead !== null && pending !== pendingWhenRead
  const queue = useMemo(
    () => ({ listed, failure, pending, hasChanged, read, readMore, message, say }),
    [listed, failure, pending, hasChanged, read, readMore, message],
  )
  return <QueueContext.Provider value={queue}>{children}</QueueContext.Provider>
}

export function usePendingQueue(): PendingQueue {
  const queue = useContext(QueueContext)
  if (!queue) throw new Error('usePendingQueue is used outside of PendingQueueProvider')
  return queue
}

/** Returns the first `count` waiting tickets, or all of them if there are fewer. */
async function readPages(count: number): Promise<Answer<Listed>> {
  const items: HandoverItem[] = []
  let cursor: string | null = null
  do {
    const answer: Awaited<ReturnType<typeof counterApi.pending>> = await counterApi.pending(
      cursor,
      Math.min(LARGEST_PAGE, count - items.length),
    )
    if (!answer.ok) return answer
    items.push(...answer.value.items)
    cursor = answer.value.nextCursor
  } while (cursor && items.length < count)
  return { ok: true, value: { items, nextCursor: cursor } }
}
