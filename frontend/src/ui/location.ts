'use client'
import { useSyncExternalStore } from 'react'

function subscribe(changed: () => void) {
  window.addEventListener('popstate', changed)
  window.addEventListener('hashchange', changed)
  return () => {
    window.removeEventListener('popstate', changed)
    window.removeEventListener('hashchange', changed)
  }
}

/** A parameter of the address (`?name=`), known once the page is alive: null before and when absent. */
export function useQuery(name: string): string | null {
  return useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(window.location.search).get(name),
    () => null,
  )
}

/** A parameter of the address's fragment (`#name=`), which never reaches a server; undefined until the page is alive. */
export function useFragment(name: string): string | null | undefined {
  return useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(window.location.hash.slice(1)).get(name),
    () => undefined,
  )
}
