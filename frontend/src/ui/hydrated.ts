import { useStore } from '@nanostores/preact'
import { onMount, type ReadableAtom, type WritableAtom } from 'nanostores'
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

/** The value of a store that islands share, and `built` in the first render: the page was built with this value. */
export function useSharedStore<Value>(store: ReadableAtom<Value>, built: Value): Value {
  const value = useStore(store)
  return useHydrated() ? value : built
}

/**
 * Runs `start` when the first island of a page shows the store. A page that is built reads the store as well, once a second
 * or more: there is no browser to ask then. What `start` returns ends what it began.
 */
export function whenShown<Value>(store: WritableAtom<Value>, start: () => (() => void) | undefined): void {
  onMount(store, () => (typeof window === 'undefined' ? undefined : start()))
}
