'use client'
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 350

/**
 * A text that is taken over when its writer pauses, or at once when he says so; what comes from elsewhere replaces it.
 * @returns what stands in the field, how it is typed, and how it is taken over now
 */
export function usePause(value: string, take: (text: string) => void) {
  const [typed, setTyped] = useState(value)
  const taken = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
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
