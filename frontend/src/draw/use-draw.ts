import type { DrawState } from '@tiptop/contract/grand-draw.ts'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../accounts/session/needs-role.ts'
import type { Answer, Failure } from '../api-client.ts'
import { drawApi } from './draw-api.ts'
import { type DrawNews, newsBetween } from './draw-turn.ts'

const EVERY_MS = 3_000

export type Draw = {
  state: DrawState
  /** why the last question got no answer, or null if `state` is that of seconds ago */
  failure: Failure | null
  news: DrawNews | null
  /** Shows the answer to a request of this person. Returns its failure, which the page says, or null. */
  settle(answer: Answer<DrawState>): Promise<Failure | null>
}

/** The state of the draw, asked every three seconds while the page is visible, because the other person acts as well. */
export function useDraw(role: DrawState['role']): Omit<Draw, 'state'> & { state: DrawState | null; again(): void } {
  const isLost = useLostAccess(role)
  const [state, setState] = useState<DrawState | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [news, setNews] = useState<DrawNews | null>(null)
  const newest = useRef<DrawState | null>(null)

  const show = useCallback((after: DrawState, isOwn = false) => {
    const before = newest.current
    // Answers may overtake each other.
    if (before && after.now < before.now) return
    newest.current = after
    setState(after)
    setFailure(null)
    const told = before && newsBetween(before, after)
    const isDone = before?.phase !== after.phase || before?.draws.length !== after.draws.length
    if (isOwn || isDone) setNews(null)
    else if (told) setNews(told)
  }, [])

  const look = useCallback(async () => {
    const answer = await drawApi.state()
    if (answer.ok) show(answer.value)
    else if (!(await isLost(answer.failure))) setFailure(answer.failure)
  }, [show, isLost])

  const settle = useCallback(
    async (answer: Answer<DrawState>) => {
      if (answer.ok) {
        show(answer.value, true)
        return null
      }
      if (await isLost(answer.failure)) return null
      void look()
      return answer.failure
    },
    [show, isLost, look],
  )

  useEffect(() => {
    let isAsking = false
    const turn = async () => {
      if (document.visibilityState !== 'visible' || isAsking) return
      isAsking = true
      await look()
      isAsking = false
    }
    void turn()
    const timer = setInterval(turn, EVERY_MS)
    document.addEventListener('visibilitychange', turn)
    window.addEventListener('online', turn)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', turn)
      window.removeEventListener('online', turn)
    }
  }, [look])

  return { state, failure, news, settle, again: () => void look() }
}
