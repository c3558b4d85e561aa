/**
 * A text of one line. Control characters and halves of characters (lone surrogates, which JSON can carry and the
 * database refuses) are not text.
 */
export const ONE_LINE: RegExp = /^[^\p{Cc}\p{Cs}]*$/u
