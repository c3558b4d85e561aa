'use client'
import { useSearchParams } from 'next/navigation'

export type AddressChanges = Record<string, string | null | undefined>

/**
 * What the address asks of its page (`?name=`), and the way to change it, which Back undoes. For what is drawn in the
 * browser only: a page that is built ahead does not know its address.
 */
export function useAddress() {
  return { params: useSearchParams(), change: changeAddress }
}

/** The address as it is by now: a page that has just changed it may not have been drawn since. */
export function addressNow(): URLSearchParams {
  return new URLSearchParams(window.location.search)
}

function changeAddress(changes: AddressChanges, how: 'push' | 'replace' = 'push'): void {
  const params = addressNow()
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  const search = params.size ? `?${params}` : ''
  if (search === window.location.search) return
  const address = window.location.pathname + search
  if (how === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
}
