import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Le grand lot',
  lead: 'Comment il est tiré au sort, et comment chacun peut refaire le calcul.',
  state: { title: 'Où en est le tirage' },
  how: {
    title: 'Comment il est tiré au sort',
    steps: [
      'Après la fin des retraits, la liste des participants est établie : toutes les personnes majeures qui ont joué au moins un code, chacune une seule fois, quel que soit le nombre de codes. Le personnel n’y est pas.',
      'Un commissaire de justice et une personne de l’organisateur l’arrêtent à deux. Chaque personne y est une suite de chiffres que seule elle peut reconnaître ; l’empreinte de la liste est publiée ici, et plus rien n’y change.',
      'Le commissaire de justice saisit un nombre de son choix, devant témoin. Si un aléa public est annoncé, il s’y ajoute : personne, pas même eux deux, ne peut le prévoir.',
      'Le rang de chacun se calcule à partir de ces seules données, publiées ici. Une personne gagne, d’autres sont suppléantes si elle ne se présente pas à temps.',
      'Un tirage ne se refait jamais en silence : le premier reste publié, avec le motif du second.',
    ],
  },
  own: { title: 'Suis-je sur la liste ?' },
  limits: {
    title: 'Ce que cela ne prouve pas',
    text: 'Le calcul prouve que le résultat vient de cette liste et de ces données. Que chaque ligne de la liste est une personne réelle, seuls le commissaire de justice et les participants qui y retrouvent leur place en témoignent. Sans aléa public annoncé, il faut aussi croire que le commissaire de justice a pris son nombre au hasard.',
  },
  rules: 'Lire le règlement',
}

const en: typeof fr = {
  title: 'The grand prize',
  lead: 'How it is drawn, and how anyone can compute the result again.',
  state: { title: 'Where the draw stands' },
  how: {
    title: 'How it is drawn',
    steps: [
      'After the time for collecting prizes ends, the list of participants is made: every adult who played at least one code, each of them once, however many codes they played. The staff are not on it.',
      'A bailiff and a person of the organiser freeze it together. Each person is a string of digits there that they alone can recognise; the hash of the list is published here, and nothing in it changes any more.',
      'The bailiff enters a number of their choice, before a witness. If public randomness is announced, it is added: no one, not even these two, can predict it.',
      'Everyone’s rank is computed from these data alone, which are published here. One person wins, others are alternates in case they do not come forward in time.',
      'A draw is never repeated silently: the first one stays published, with the reason for the second.',
    ],
  },
  own: { title: 'Am I on the list?' },
  limits: {
    title: 'What this does not prove',
    text: 'The computation proves that the result comes from this list and these data. That each line of the list is a real person is attested only by the bailiff and by the participants who find their place in it. If no public randomness is announced, you also have to believe that the bailiff took the number at random.',
  },
  rules: 'Read the rules',
}

/** The texts of the public page, which its file holds. */
export const grandPrizePageWords = typeset({ fr, en })
