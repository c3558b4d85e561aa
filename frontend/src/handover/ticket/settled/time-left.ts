import { useEffect, useState } from 'preact/hooks'
import { serverNow } from '../../../server-time.ts'

/** The longest time for which an undo is offered, should the time of the server be unknown. */
const LONGEST_SECONDS = 600

/**
 * Counts down the seconds until this moment, to 0. Returns null if the moment had passed from the start: the
 * time of the server is unknown then.
 */
export function useTimeLeft(until: string): number | null {
  const [now, setNow] = useState(serverNow)
  const [began] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1_000)
    return () => clearInterval(timer)
  }, [])
  if (Date.parse(until) <= began) return null
  return Math.max(0, Math.min(LONGEST_SECONDS, Math.ceil((Date.parse(until) - now) / 1_000)))
}
