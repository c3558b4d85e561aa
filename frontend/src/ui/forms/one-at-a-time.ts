import { useEffect, useRef, useState } from 'preact/hooks'

const SLOW_AFTER_MS = 3_000

/**
 * Runs an action once at a time: while it is running, `run` does nothing and returns null. `slow` becomes true if it
 * takes so long that the user may wonder.
 */
export function useOneAtATime<A extends unknown[], T>(act: (...args: A) => Promise<T>) {
  const underWay = useRef(false)
  const [busy, setBusy] = useState(false)
  const [slow, setSlow] = useState(false)

  useEffect(() => {
    if (!busy) return
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [busy])

  async function run(...args: A): Promise<T | null> {
    if (underWay.current) return null
    underWay.current = true
    setBusy(true)
    try {
      return await act(...args)
    } finally {
      underWay.current = false
      setBusy(false)
    }
  }
  return { run, busy, slow }
}
