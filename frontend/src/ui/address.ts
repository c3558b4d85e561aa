'use client'
import { useSearchParams } from 'next/navigation'

type AddressChanges = Record<string, string | null | undefined>

/**
 * The query of the address (`?name=`), with a function to change it, which Back undoes. Only for what is rendered in
 * the browser: a page built ahead of time does not know its address.
 */
export function useAddress() {
  return { params: useSearchParams(), change: changeAddress }
}

/** Returns the current query: a page that has just changed it may not have rendered since. */
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
