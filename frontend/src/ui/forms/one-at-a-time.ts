'use client'
import { useEffect, useRef, useState } from 'react'

const SLOW_AFTER_MS = 3_000

/**
 * An action that is done once however often it is asked for: while it is under way, asking again does nothing (null).
 * `slow` tells when it takes so long that a person wonders.
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
