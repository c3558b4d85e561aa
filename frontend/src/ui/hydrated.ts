import { createContext } from 'preact'
import { useContext, useLayoutEffect, useState } from 'preact/hooks'

/** Whether the island around is hydrated: what it shows later need not equal what was built. */
export const HydratedIsland = createContext(false)

/** Whether the page's script runs in the browser yet. False in the first render, which must equal what was built. */
export function useHydrated(): boolean {
  const isAround = useContext(HydratedIsland)
  const [isHydrated, setHydrated] = useState(isAround)
  useLayoutEffect(() => setHydrated(true), [])
  return isHydrated
}
