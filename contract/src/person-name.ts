/**
 * A name as an identity card can bear it: one line with a letter of any script in it. Control characters and halves of
 * characters (lone surrogates, as of an emoji that was cut in two) are not text.
 */
export const PERSON_NAME: RegExp = /^(?=.*\p{L})[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u
export const NAME_MAX_LENGTH = 100

/** Whether an account can have this first or last name. Spaces around it do not count. */
export function isPersonName(text: string): boolean {
  const name = text.trim()
  return name.length <= NAME_MAX_LENGTH && PERSON_NAME.test(name)
}
