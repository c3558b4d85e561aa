import { createStore, useStore } from './store.ts'

type AddressChanges = Record<string, string | null | undefined>
type Address = { pathname: string; params: URLSearchParams }

/** The path and the query of the page. Empty while a page is built, which happens before it has an address. */
const $address = createStore<Address>(read(), follow)

function follow(): void {
  const renew = () => $address.set(read())
  renew()
  window.addEventListener('popstate', renew)
}

function read(): Address {
  if (typeof window === 'undefined') return { pathname: '', params: new URLSearchParams() }
  return { pathname: window.location.pathname, params: addressNow() }
}

/**
 * The path and the query of the address (`?name=`), with a function to change the query, which Back undoes. Only for
 * what is rendered in the browser: a page built ahead of time does not know its address.
 */
export function useAddress() {
  return { ...useStore($address), change: changeAddress }
}

/** Returns the current query: a page that has just changed it may not have rendered since. */
export function addressNow(): URLSearchParams {
  return new URLSearchParams(window.location.search)
}

/** Shows another path of the same page, without loading it again. Back returns. */
export function goTo(path: string): void {
  window.history.pushState(null, '', path)
  $address.set(read())
}

/** `state`: what Back and a reload find again beside the address. */
function changeAddress(changes: AddressChanges, how: 'push' | 'replace' = 'push', state: unknown = null): void {
  const params = addressNow()
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  const search = params.size ? `?${params}` : ''
  if (search === window.location.search) return
  const address = window.location.pathname + search
  if (how === 'push') window.history.pushState(state, '', address)
  else window.history.replaceState(state, '', address)
  $address.set(read())
}
