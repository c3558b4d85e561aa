/** A sentence cut where something stands for a name: `['', 'actor', ' a joué le ticket ', 'ticket', '.']`. */
export function cutSentence(sentence: string): { text: string; place: Place | null }[] {
  return [...sentence.matchAll(/\{(actor|subject|ticket)\}|[^{]+/g)].map(([text, place]) => ({
    text,
    place: (place as Place | undefined) ?? null,
  }))
}
export type Place = 'actor' | 'subject' | 'ticket'
