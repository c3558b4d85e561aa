const KEY = 'tiptop-known'

/**
 * Whether a user has signed in with this browser. A page cannot read the session itself; this only says whether
 * asking the backend is worth a request. Without storage, the backend is asked each time.
 */
export function isKnownVisitor(): boolean {
  try {
    return localStorage.getItem(KEY) === '1'
  } catch {
    return true
  }
}

export function rememberVisitor(): void {
  try {
    localStorage.setItem(KEY, '1')
  } catch {}
}

export function forgetVisitor(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {}
}
