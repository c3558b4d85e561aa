const CODE = 'tiptop-code'
const ASKED = 'tiptop-asked'
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

/** The code is about to be played: opening the page once more does not play it again. */
export function forgetAsking(): void {
  store(() => sessionStorage.removeItem(ASKED))
}

/** Called when the code was played, and when the user leaves. */
export function forgetCode(): void {
  forgetAsking()
  store(() => {
    sessionStorage.removeItem(CODE)
    localStorage.removeItem(ASKED)
  })
}

function codeOfOtherTab(now: number): string | null {
  const { code, until } = JSON.parse(localStorage.getItem(ASKED) ?? '{}') as { code?: string; until?: number }
  if (code && now < (until ?? 0)) return code
  localStorage.removeItem(ASKED)
  return null
}

/** A browser may refuse its storage: then nothing is kept. */
function store(change: () => void): void {
  try {
    change()
  } catch {}
}

function read(look: () => string | null): string | null {
  try {
    return look()
  } catch {
    return null
  }
}
