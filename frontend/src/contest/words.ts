import { typeset } from '../ui/language.ts'

const fr = {
  hero: {
    eyebrow: 'Le grand jeu de la maison',
    title: 'Chaque ticket infuse un cadeau',
    lead: 'Pour tout achat de plus de 49 € en boutique, votre ticket de caisse porte un code. Tous les codes gagnent.',
    play: 'Jouer mon code',
    prizes: 'Voir les lots',
  },
  seal: { share: '100\u00a0%', word: 'gagnant' },
  prizes: {
    eyebrow: 'Les lots',
    title: 'Il y en a un pour vous',
    lead: 'Votre lot est attribué avant l’ouverture du jeu : il ne reste qu’à le découvrir.',
    share: (share: string) => `${share} des tickets`,
    quota: (count: string) => `${count} lots`,
    value: (euros: string) => `valeur ${euros}`,
  },
  steps: {
    eyebrow: 'Comment jouer',
    title: 'Le temps d’une infusion',
    all: [
      {
        title: 'Gardez votre ticket',
        text: 'Le code de dix caractères est imprimé sur votre ticket de caisse, pour tout achat de plus de 49 €.',
      },
      { title: 'Entrez votre code', text: 'Saisissez le code, puis connectez-vous : votre lot apparaît aussitôt.' },
      {
        title: 'Retirez votre lot',
        text: 'Présentez-vous en boutique avec une pièce d’identité. Un conseiller vous le remet.',
      },
    ],
  },
  grand: {
    eyebrow: 'Le grand lot',
    text: 'À la fin du jeu, un tirage au sort parmi tous les participants : une chance par personne, quel que soit le nombre de codes joués.',
    value: (euros: string) => `D’une valeur de ${euros}`,
  },
}

const en: typeof fr = {
  hero: {
    eyebrow: 'The great tea house contest',
    title: 'A gift is brewing in every receipt',
    lead: 'Spend more than €49 in one of our shops, and your till receipt carries a code. Every code wins.',
    play: 'Play my code',
    prizes: 'See the prizes',
  },
  seal: { share: '100%', word: 'winners' },
  prizes: {
    eyebrow: 'The prizes',
    title: 'One of them is yours',
    lead: 'Your prize was allotted before the contest opened: all you have to do is discover it.',
    share: share => `${share} of tickets`,
    quota: count => `${count} prizes`,
    value: euros => `worth ${euros}`,
  },
  steps: {
    eyebrow: 'How to play',
    title: 'In the time it takes to brew a cup',
    all: [
      {
        title: 'Keep your receipt',
        text: 'The ten-character code is printed on your till receipt when you spend more than €49.',
      },
      { title: 'Enter your code', text: 'Type the code, then sign in: your prize appears at once.' },
      {
        title: 'Collect your prize',
        text: 'Come to one of our shops with your identity card, and we will hand it to you.',
      },
    ],
  },
  grand: {
    eyebrow: 'The grand prize',
    text: 'When the contest ends, one draw among everyone who took part: one chance per person, however many codes they played.',
    value: euros => `Worth ${euros}`,
  },
}

export const contestWords = typeset({ fr, en })
