import type { ComponentChildren } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { HydratedIsland } from './hydrated.ts'

/** For this long a region is empty, in milliseconds: enough for screen readers to know it. */
const UNTIL_KNOWN = 100

/**
 * Whether a status region may have its content: at once if it came with the page, else a moment later. Screen readers
 * announce what changes in a region that they know, and nothing of one that comes with its content.
 */
export function useKnownRegion(): boolean {
  const isLate = useContext(HydratedIsland)
  const [isKnown, setKnown] = useState(!isLate)
  useEffect(() => {
    const timer = setTimeout(() => setKnown(true), UNTIL_KNOWN)
    return () => clearTimeout(timer)
  }, [])
  return isKnown
}

type StatusProps = { className?: string; children: ComponentChildren }

/** What screen readers announce when they pause. */
export function Status({ className, children }: StatusProps) {
  const isKnown = useKnownRegion()
  return (
    <div role="status" className={className}>
      {isKnown && children}
    </div>
  )
}
