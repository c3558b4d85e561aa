import type { HandoverItem, HandoverQueue } from '@tiptop/contract/handover.ts'
import { useCallback, useRef, useState } from 'preact/hooks'
import type { Answer, Failure } from '../../api-client.ts'
import { counterApi } from '../counter-api.ts'

type Listed = { items: HandoverItem[]; nextCursor: string | null }

export type WaitingList = {
  listed: Listed | null
  failure: Failure | null
  /**
   * Reads again as many tickets as are shown, so that the employee keeps their place; at first, one page.
   * @returns whether it was read
   */
  read(): Promise<boolean>
  readMore(): Promise<void>
}

const LARGEST_PAGE = 100
const FIRST_PAGE = 20

/** Tickets whose prizes are waiting: of one queue, or all of them. */
export function useWaitingList(
  queue: HandoverQueue | null,
  isLost: (failure: Failure) => Promise<boolean>,
): WaitingList {
  const [listed, setListed] = useState<Listed | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
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
    const answer = await readPages(queue, Math.max(FIRST_PAGE, shown.current))
    await take(answer, [])
    return answer.ok
  }, [queue, take])

  const readMore = useCallback(async () => {
    if (listed?.nextCursor) await take(await counterApi.pending(queue, listed.nextCursor), listed.items)
  }, [queue, take, listed])

  return { listed, failure, read, readMore }
}

/** Returns the first `count` waiting tickets, or all of them if there are fewer. */
async function readPages(queue: HandoverQueue | null, count: number): Promise<Answer<Listed>> {
  const items: HandoverItem[] = []
  let cursor: string | null = null
  do {
    const limit = Math.min(LARGEST_PAGE, count - items.length)
    const answer: Awaited<ReturnType<typeof counterApi.pending>> = await counterApi.pending(queue, cursor, limit)
    if (!answer.ok) return answer
    items.push(...answer.value.items)
    cursor = answer.value.nextCursor
  } while (cursor && items.length < count)
  return { ok: true, value: { items, nextCursor: cursor } }
}
