/** The prize is `awaited` until its pictures have come, then tea is poured, the prize opens, and all is shown. */
export type RevealPhase = 'awaited' | 'pouring' | 'opening' | 'shown'
