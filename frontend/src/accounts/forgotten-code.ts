/** Where the code of a ticket is kept (`kept-code.ts`): what was typed, and that its prize was asked for. */
export const CODE = 'tiptop-code'
export const ASKED = 'tiptop-asked'

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

/** A browser may refuse its storage: then nothing is kept. */
export function store(change: () => void): void {
  try {
    change()
  } catch {}
}
