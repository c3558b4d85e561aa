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
  list: 'La liste des participants',
  frozenAt: 'Arrêtée le',
  count: 'Personnes, chacune une fois',
  root: 'Empreinte de la liste',
  winner: {
    title: 'La personne gagnante',
    named: (initial: string, city: string) => `${initial}. · ${city}`,
    initial: (initial: string) => `${initial}.`,
    erased: 'Une personne qui a effacé son compte depuis',
    waiting: 'Elle est prévenue par e-mail et doit encore se présenter.',
    claimed: 'Le grand lot lui est remis.',
    alternate: (rank: number) => `Suppléant n° ${rank} : ceux d’avant ne se sont pas présentés à temps.`,
  },
  inputs: {
    title: (moment: string) => `Tirage du ${moment}`,
    reason: 'Motif du nouveau tirage',
    commitment: 'Engagement du jeu',
    number: 'Nombre du commissaire de justice',
    round: 'Aléa public',
    roundOf: (round: string) => `n° ${round} de drand (quicknet)`,
    seed: 'Graine',
    ranks: 'Rangs tirés au sort, par place dans la liste',
    rank: (rank: number, place: string) =>
      rank === 1 ? `Gagnant : place ${place}` : `Suppléant ${rank - 1} : place ${place}`,
  },
  files: {
    title: 'Refaire le calcul',
    text: 'Ces deux fichiers suffisent pour recalculer le résultat, sans nous faire confiance.',
    entries: 'Télécharger la liste (entries.txt)',
    draw: 'Télécharger le tirage (draw.json)',
    verifier: 'Télécharger le vérificateur (verify.mjs)',
    run: 'Mettez les deux fichiers dans un dossier. Avec Node, sans autre programme :',
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
  list: 'The list of participants',
  frozenAt: 'Frozen on',
  count: 'People, each of them once',
  root: 'Hash of the list',
  winner: {
    title: 'The winner',
    named: (initial, city) => `${initial}. · ${city}`,
    initial: initial => `${initial}.`,
    erased: 'A person who has erased their account since',
    waiting: 'They have been notified by e-mail and have yet to come forward.',
    claimed: 'They have received the grand prize.',
    alternate: rank => `Alternate ${rank}: those before did not come forward in time.`,
  },
  inputs: {
    title: moment => `Draw of ${moment}`,
    reason: 'Reason for the repeated draw',
    commitment: 'Commitment of the contest',
    number: 'The bailiff’s number',
    round: 'Public randomness',
    roundOf: round => `drand round ${round} (quicknet)`,
    seed: 'Seed',
    ranks: 'Ranks drawn, by place in the list',
    rank: (rank, place) => (rank === 1 ? `Winner: place ${place}` : `Alternate ${rank - 1}: place ${place}`),
  },
  files: {
    title: 'Compute it again',
    text: 'These two files are enough to compute the result again without trusting us.',
    entries: 'Download the list (entries.txt)',
    draw: 'Download the draw (draw.json)',
    verifier: 'Download the verifier (verify.mjs)',
    run: 'Put both files into a folder. With Node and no other program:',
  },
}

/** The words of the draw's state on the public page. */
export const grandPrizeWords = typeset({ fr, en })
