const KEY = 'tiptop-known'

/**
 * Whether somebody has signed in with this browser. The session itself is out of a page's reach; this says only
 * whether asking the backend is worth a request. A browser without storage is asked each time.
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
