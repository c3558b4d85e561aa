import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Félicitations !',
  skip: 'Passer',
  won: 'Vous avez gagné',
  value: (euros: string) => `D’une valeur de ${euros}`,
  howTitle: 'Pour le retirer',
  how: (day: string) => `Présentez-vous dans l’une de nos boutiques avec une pièce d’identité, jusqu’au ${day}.`,
  code: 'Votre code\u00a0:',
  mine: 'Voir mes gains',
  another: 'Jouer un autre code',
}

const en: typeof fr = {
  title: 'Congratulations!',
  skip: 'Skip',
  won: 'You have won',
  value: euros => `Worth ${euros}`,
  howTitle: 'How to collect it',
  how: day => `Come to one of our shops with your identity card, until ${day}.`,
  code: 'Your code:',
  mine: 'See my prizes',
  another: 'Play another code',
}

/** The words of the prize that was just won. */
export const prizeWords = typeset({ fr, en })
