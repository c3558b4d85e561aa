import { useEffect, useRef, useState } from 'preact/hooks'

/**
 * Runs an action of which the newest call counts: `run` returns null for an answer that a newer call has overtaken, or
 * that comes when the component is gone. Asking the same again while it is under way changes nothing.
 */
export function useNewestOnly<A extends (string | null)[], T>(act: (...args: A) => Promise<T>) {
  const newest = useRef<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(
    () => () => {
      newest.current = null
    },
    [],
  )

  async function run(...args: A): Promise<T | null> {
    const asked = JSON.stringify(args)
    if (newest.current === asked) return null
    newest.current = asked
    setBusy(true)
    const answer = await act(...args)
    if (newest.current !== asked) return null
    newest.current = null
    setBusy(false)
    return answer
  }
  return { run, busy }
}
