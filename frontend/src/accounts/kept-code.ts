import { ASKED, CODE, store } from './forgotten-code.ts'

const AN_HOUR_MS = 60 * 60 * 1_000

/** Keeps what is typed, in this tab and for as long as it is open. */
export function keepCode(text: string): void {
  store(() => sessionStorage.setItem(CODE, text))
}

/**
 * Keeps a code whose prize the player asked for before they could play, while they sign in or register. A link in a mail
 * opens another tab: for an hour, the other tabs of this browser find the code as well.
 */
export function keepAskedCode(code: string, now: number): void {
  store(() => {
    sessionStorage.setItem(CODE, code)
    sessionStorage.setItem(ASKED, String(now + AN_HOUR_MS))
    localStorage.setItem(ASKED, JSON.stringify({ code, until: now + AN_HOUR_MS }))
  })
}

/** What was typed, or the code asked for in another tab; else an empty text. */
export function keptCode(now: number): string {
  return read(() => sessionStorage.getItem(CODE)) || (read(() => codeOfOtherTab(now)) ?? '')
}

/** The code whose prize was asked for in this tab and has not been played since, or null. */
export function askedCode(now: number): string | null {
  return read(() => (now < Number(sessionStorage.getItem(ASKED)) ? sessionStorage.getItem(CODE) : null))
}

function codeOfOtherTab(now: number): string | null {
  const { code, until } = JSON.parse(localStorage.getItem(ASKED) ?? '{}') as { code?: string; until?: number }
  if (code && now < (until ?? 0)) return code
  localStorage.removeItem(ASKED)
  return null
}

function read(look: () => string | null): string | null {
  try {
    return look()
  } catch {
    return null
  }
}
