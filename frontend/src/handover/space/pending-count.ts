import type { HandoverCount } from '@tiptop/contract/handover.ts'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { counterApi } from '../counter-api.ts'
import { useNetwork } from '../network/network.ts'

const EVERY_MS = 10_000
/** While the network is away, the count is what notices its return. */
const AWAY_EVERY_MS = 3_000

/**
 * How many prizes are waiting, refreshed every ten seconds while the page is visible, and more often while there is no
 * network. What the browser believes of its network only makes it ask at once.
 */
export function usePendingCount(isLost: (failure: Failure) => Promise<boolean>) {
  const [counts, setCounts] = useState<HandoverCount | null>(null)
  const isAway = useNetwork() === 'away'
  const asking = useRef(false)

  const recount = useCallback(async () => {
    const answer = await counterApi.count()
    if (answer.ok) setCounts(answer.value)
    else void isLost(answer.failure)
    return answer.ok ? answer.value : null
  }, [isLost])

  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible' || asking.current) return
      asking.current = true
      await recount()
      asking.current = false
    }
    const timer = setInterval(look, isAway ? AWAY_EVERY_MS : EVERY_MS)
    document.addEventListener('visibilitychange', look)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [recount, isAway])

  return { counts, recount }
}
