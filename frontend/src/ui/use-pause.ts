import { useEffect, useRef, useState } from 'preact/hooks'

const PAUSE_MS = 350

/**
 * Passes a text on when the user stops typing, or at once when `now` is called. A new `value` replaces the text.
 * @returns `typed`, the content of the field; `type`, to change it; `now`, to pass it on at once
 */
export function usePause(value: string, take: (text: string) => void) {
  const [typed, setTyped] = useState(value)
  const taken = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const taking = useRef(take)
  taking.current = take

  useEffect(() => {
    if (value === taken.current) return
    clearTimeout(timer.current)
    taken.current = value
    setTyped(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  function now(text = typed) {
    clearTimeout(timer.current)
    if (text === taken.current) return
    taken.current = text
    taking.current(text)
  }
  function type(text: string) {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => now(text), PAUSE_MS)
  }
  return { typed, type, now }
}
