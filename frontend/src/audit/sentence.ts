/** Splits a sentence at its placeholders: `{actor} a joué.` gives the place `actor`, then the text ` a joué.`. */
export function cutSentence(sentence: string): { text: string; place: Placeholder | null }[] {
  return [...sentence.matchAll(/\{(actor|subject|ticket)\}|[^{]+/g)].map(([text, place]) => ({
    text,
    place: (place as Placeholder | undefined) ?? null,
  }))
}
export type Placeholder = 'actor' | 'subject' | 'ticket'
