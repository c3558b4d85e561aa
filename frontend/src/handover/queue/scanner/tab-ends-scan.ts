import type { TargetedKeyboardEvent } from 'preact'
import { useRef } from 'preact/hooks'

/** Keys that come this fast, in milliseconds, are typed by a scanner: people need twice as long. */
const SCANNED_KEYS = 8
const SCANNED_WITHIN_MS = 400

/**
 * Some hand scanners end a code with Tab instead of Enter. Returns what listens to the keys of the search field: a Tab
 * right after a scan sends the form, any other Tab leaves the field as everywhere.
 */
export function useTabEndsScan(): (event: TargetedKeyboardEvent<HTMLInputElement>) => void {
  const times = useRef<number[]>([])
  return event => {
    const { key, timeStamp, currentTarget } = event
    if (key.length === 1) times.current = [...times.current, timeStamp].slice(-SCANNED_KEYS)
    if (key !== 'Tab' || event.shiftKey) return
    const [first = Number.NEGATIVE_INFINITY] = times.current
    if (times.current.length < SCANNED_KEYS || timeStamp - first > SCANNED_WITHIN_MS) return
    times.current = []
    event.preventDefault()
    currentTarget.form?.requestSubmit()
  }
}
