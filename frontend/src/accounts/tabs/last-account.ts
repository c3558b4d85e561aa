const KEY = 'tiptop-account'

/** Whether this tab showed another account before this one, which is remembered if it is the first. */
export function isOtherThanBefore(id: number): boolean {
  try {
    const before = sessionStorage.getItem(KEY)
    if (before === null) rememberAccount(id)
    return before !== null && before !== String(id)
  } catch {
    return false
  }
}

/** The user of this tab knows that it shows this account. */
export function rememberAccount(id: number): void {
  try {
    sessionStorage.setItem(KEY, String(id))
  } catch {}
}

export function forgetAccount(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {}
}
