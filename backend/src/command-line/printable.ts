/**
 * A text as a terminal may show it: control characters and turns of direction become `\uFFFD`, so that what is quoted (an
 * answer, a name, a file) neither moves the cursor nor rewrites what stands above. Lines and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD')
}
