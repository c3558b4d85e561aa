import { typeset } from '../../../ui/language.ts'

const fr = {
  won: 'J’ai gagné',
  game: 'au jeu Thé Tip Top',
  text: (prize: string) => `J’ai gagné au jeu Thé Tip Top : ${prize}`,
}
const en: typeof fr = {
  won: 'I won',
  game: 'in the Thé Tip Top contest',
  text: prize => `I won in the Thé Tip Top contest: ${prize}`,
}

/** The words of the card that a player shares. */
export const cardWords = typeset({ fr, en })
