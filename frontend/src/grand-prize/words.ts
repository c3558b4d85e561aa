import { typeset } from '../ui/language.ts'

const fr = {
  later: 'L’état du tirage s’affiche ici dès que nos serveurs répondent.',
  retry: 'Réessayer',
  phases: {
    'claims-open': (until: string) =>
      `Le tirage n’est pas encore fait. La liste des participants sera arrêtée après la fin des retraits : ${until}.`,
    ready: () =>
      'Les retraits sont terminés : la liste des participants va être arrêtée, puis le grand lot tiré au sort.',
    frozen: () => 'La liste des participants est arrêtée. Le tirage au sort suit.',
  },
  round: (round: string, moment: string) =>
    `Aléa public annoncé : le n° ${round} de la chaîne quicknet de drand, à paraître le ${moment}. Personne ne peut le connaître avant.`,
  winner: {
    title: 'La personne gagnante',
    named: (initial: string, city: string) => `${initial}. · ${city}`,
    initial: (initial: string) => `${initial}.`,
    erased: 'Une personne qui a effacé son compte depuis',
    waiting: 'Elle est prévenue par e-mail et doit encore se présenter.',
    claimed: 'Le grand lot lui est remis.',
    alternate: (rank: number) => `Suppléant n° ${rank} : ceux d’avant ne se sont pas présentés à temps.`,
  },
}

const en: typeof fr = {
  later: 'The state of the draw appears here as soon as our servers answer.',
  retry: 'Try again',
  phases: {
    'claims-open': until =>
      `The draw has not been made yet. The list of participants will be frozen after the time for collecting prizes ends: ${until}.`,
    ready: () =>
      'The time for collecting prizes is over: the list of participants is about to be frozen, then the grand prize drawn.',
    frozen: () => 'The list of participants is frozen. The draw comes next.',
  },
  round: (round, moment) =>
    `Announced public randomness: round ${round} of drand’s quicknet chain, due on ${moment}. No one can know it earlier.`,
  winner: {
    title: 'The winner',
    named: (initial, city) => `${initial}. · ${city}`,
    initial: initial => `${initial}.`,
    erased: 'A person who has erased their account since',
    waiting: 'They have been notified by e-mail and have yet to come forward.',
    claimed: 'They have received the grand prize.',
    alternate: rank => `Alternate ${rank}: those before did not come forward in time.`,
  },
}

/** The words of the draw's state on the public page. */
export const grandPrizeWords = typeset({ fr, en })
