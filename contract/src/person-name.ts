/**
 * A name as an identity card can bear it: one line with a letter of any script in it that can be seen (the fillers of
 * Hangul are letters, too). Control characters, also those that turn the direction of what follows, and halves of
 * characters (lone surrogates, as of an emoji that was cut in two) are not text.
 */
export const PERSON_NAME: RegExp =
  /^(?=.*(?!\p{Default_Ignorable_Code_Point})\p{L})[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u
export const NAME_MAX_LENGTH = 100

/** Whether an account can have this first or last name. Spaces around it do not count. */
export function isPersonName(text: string): boolean {
  const name = text.trim()
  return name.length <= NAME_MAX_LENGTH && PERSON_NAME.test(name)
}
