import { typeset } from '../../ui/language.ts'

const fr = {
  list: 'La liste des participants',
  frozenAt: 'Arrêtée le',
  count: 'Personnes, chacune une fois',
  root: 'Empreinte de la liste',
  inputs: {
    title: (moment: string) => `Tirage du ${moment}`,
    reason: 'Motif du nouveau tirage',
    commitment: 'Engagement du jeu',
    number: 'Nombre du commissaire de justice',
    round: 'Aléa public',
    roundOf: (round: string) => `n° ${round} de drand (quicknet)`,
    signature: 'Sa signature',
    seed: 'Graine',
    void: 'Sans effet : ce tirage a été refait.',
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
  list: 'The list of participants',
  frozenAt: 'Frozen on',
  count: 'People, each of them once',
  root: 'Hash of the list',
  inputs: {
    title: moment => `Draw of ${moment}`,
    reason: 'Reason for the repeated draw',
    commitment: 'Commitment of the contest',
    number: 'The bailiff’s number',
    round: 'Public randomness',
    roundOf: round => `drand round ${round} (quicknet)`,
    signature: 'Its signature',
    seed: 'Seed',
    void: 'Void: this draw was repeated.',
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

/** The words about the list of the draw, once it is frozen, and about what came of it. */
export const frozenWords = typeset({ fr, en })
