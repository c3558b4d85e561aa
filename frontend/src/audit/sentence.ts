/** Splits a sentence at its placeholders: `{actor} a joué.` gives the place `actor`, then the text ` a joué.`. */
export function cutSentence(sentence: string): { text: string; place: Place | null }[] {
  return [...sentence.matchAll(/\{(actor|subject|ticket)\}|[^{]+/g)].map(([text, place]) => ({
    text,
    place: (place as Place | undefined) ?? null,
  }))
}
export type Place = 'actor' | 'subject' | 'ticket'
