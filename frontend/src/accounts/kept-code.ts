const KEY = 'tiptop-code'

/** Keeps what was typed while the player signs in, in this tab and for as long as it is open. */
export function keepCode(text: string): void {
  try {
    sessionStorage.setItem(KEY, text)
  } catch {}
}

export function keptCode(): string {
  try {
    return sessionStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function forgetCode(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {}
}
