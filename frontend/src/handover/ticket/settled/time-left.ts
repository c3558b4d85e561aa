import { useEffect, useState } from 'preact/hooks'

/** The longest time for which an undo is offered, whatever the clock of this tablet says. */
const LONGEST_SECONDS = 600

/**
 * Counts down the seconds until this moment, to 0. Returns null if this tablet's clock says that the moment had passed
 * from the start: that clock is wrong then, and only the backend knows.
 */
export function useTimeLeft(until: string): number | null {
  const [now, setNow] = useState(() => Date.now())
  const [began] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  if (Date.parse(until) <= began) return null
  return Math.max(0, Math.min(LONGEST_SECONDS, Math.ceil((Date.parse(until) - now) / 1_000)))
}
