import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { counterApi } from '../counter-api.ts'

const EVERY_MS = 10_000

/** The number of waiting prizes, refreshed every ten seconds while the page is visible. Ignores failed requests. */
export function usePendingCount(isLost: (failure: Failure) => Promise<boolean>) {
  const [pending, setPending] = useState<number | null>(null)

  const recount = useCallback(async () => {
    const answer = await counterApi.count()
    if (answer.ok) setPending(answer.value.pending)
    else void isLost(answer.failure)
    return answer.ok ? answer.value.pending : null
  }, [isLost])

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void recount()
    }
    const timer = setInterval(look, EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [recount])

  return { pending, recount }
}
