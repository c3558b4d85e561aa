import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Tirage du grand lot',
  lead: 'Il se fait à deux, le commissaire de justice et une personne qui administre, chacun à son poste. Chaque étape ne vaut qu’une fois les deux confirmations données, à quinze minutes d’intervalle au plus.',
  loading: 'Lecture de l’état du tirage…',
  stale: (sentence: string) => `${sentence} La page réessaie d’elle-même ; ce qui suit peut avoir changé.`,
  roles: { bailiff: 'le commissaire de justice', admin: 'l’administration' },
  steps: { freeze: 'Arrêter la liste', draw: 'Tirer au sort', result: 'Le résultat' },
  news: {
    'own-lapsed':
      'Votre confirmation n’est plus en vigueur : quinze minutes ont passé sans celle de l’autre personne. Rien n’a été fait ; confirmez de nouveau.',
    'other-lapsed':
      'La confirmation de l’autre personne n’est plus en vigueur. Rien n’a été fait ; elle doit confirmer de nouveau.',
    'number-changed': 'Le commissaire de justice vient de changer de nombre ou de motif. Relisez avant de confirmer.',
  },
  busy: 'Envoi…',
  retry: 'Réessayer',
  own: (time: string, until: string) =>
    `Vous avez confirmé à ${time}. En attente de l’autre personne, jusqu’à ${until}.`,
  other: (who: string, time: string, until: string) =>
    `Confirmé par ${who} à ${time}, en vigueur jusqu’à ${until}. Votre confirmation exécute l’étape.`,
  freeze: {
    early: (until: string) => `La liste s’arrête après la fin des retraits : ${until}.`,
    text: 'La liste des participants est établie, rendue anonyme et publiée avec son empreinte. Ensuite, plus rien n’y entre et plus rien n’en sort.',
    round: (round: string, moment: string) =>
      `Aléa public annoncé : n° ${round} de drand (quicknet), à paraître le ${moment}.`,
    noRound: 'Aucun aléa public n’est annoncé : le nombre du commissaire de justice suffit.',
    first: 'Confirmer l’arrêt de la liste',
    second: 'Confirmer et arrêter la liste',
    done: (count: string, moment: string) => `Liste arrêtée le ${moment} : ${count} personnes, chacune une fois.`,
    doneOne: (moment: string) => `Liste arrêtée le ${moment} : une personne.`,
    root: 'Empreinte de la liste',
  },
  draw: {
    before: 'Cette étape s’ouvre quand la liste est arrêtée.',
    text: 'Le nombre du commissaire de justice, l’empreinte de la liste, l’engagement et l’aléa public, s’il y en a un, déterminent seuls le résultat. Chacun peut le recalculer.',
    number: 'Nombre choisi par le commissaire de justice (obligatoire)',
    numberHint: 'De 6 à 64 chiffres, tirés de vos mains : dés, boules, pages d’un livre. Dites-le à voix haute.',
    numberFault: 'Écrivez entre 6 et 64 chiffres, sans autre signe.',
    enter: 'Confirmer ce nombre',
    change: 'Changer de nombre',
    entered: 'Nombre saisi',
    wait: 'En attente du nombre du commissaire de justice.',
    colleague: 'Une autre personne qui administre a confirmé ; le commissaire de justice n’a pas de nombre en vigueur.',
    read: 'Nombre du commissaire de justice',
    reason: 'Motif du nouveau tirage',
    signature: 'Signature de l’aléa annoncé (obligatoire)',
    signatureHint: (round: string) =>
      `Champ « signature » de la page api.drand.sh/v2/beacons/quicknet/rounds/${round}, une fois l’aléa paru.`,
    signatureFault: 'Une signature a 96 chiffres hexadécimaux.',
    second: 'Confirmer ce nombre et tirer au sort',
  },
  reason: 'Motif (obligatoire)',
  reasonHint: 'Dix caractères au moins ; il est écrit dans le procès-verbal et publié. Pas de nom.',
  reasonFault: 'Écrivez le motif, en dix caractères au moins et cinq cents au plus.',
}

const en: typeof fr = {
  title: 'Draw of the grand prize',
  lead: 'It takes two, the bailiff and an administrator, each on their own device. Each step counts once both have confirmed, fifteen minutes apart at most.',
  loading: 'Reading the state of the draw…',
  stale: sentence => `${sentence} The page keeps trying; what follows may have changed.`,
  roles: { bailiff: 'the bailiff', admin: 'the administration' },
  steps: { freeze: 'Freeze the list', draw: 'Draw', result: 'The result' },
  news: {
    'own-lapsed':
      'Your confirmation is no longer in force: fifteen minutes have passed without the other person’s. Nothing was done; confirm again.',
    'other-lapsed': 'The other person’s confirmation is no longer in force. Nothing was done; they must confirm again.',
    'number-changed': 'The bailiff has just changed the number or the reason. Read it again before you confirm.',
  },
  busy: 'Sending…',
  retry: 'Try again',
  own: (time, until) => `You confirmed at ${time}. Waiting for the other person until ${until}.`,
  other: (who, time, until) =>
    `Confirmed by ${who} at ${time}, in force until ${until}. Your confirmation carries the step out.`,
  freeze: {
    early: until => `The list is frozen after the time for collecting prizes ends: ${until}.`,
    text: 'The list of participants is made, pseudonymised and published with its hash. After that nothing enters or leaves it.',
    round: (round, moment) => `Announced public randomness: drand round ${round} (quicknet), due on ${moment}.`,
    noRound: 'No public randomness is announced: the bailiff’s number is enough.',
    first: 'Confirm freezing the list',
    second: 'Confirm and freeze the list',
    done: (count, moment) => `List frozen on ${moment}: ${count} people, each of them once.`,
    doneOne: moment => `List frozen on ${moment}: one person.`,
    root: 'Hash of the list',
  },
  draw: {
    before: 'This step opens once the list is frozen.',
    text: 'The bailiff’s number, the hash of the list, the commitment of the contest and the public randomness, if any, alone determine the result. Anyone can compute it again.',
    number: 'Number chosen by the bailiff (required)',
    numberHint: 'Between 6 and 64 digits, by your own hands: dice, balls, pages of a book. Say it aloud.',
    numberFault: 'Write between 6 and 64 digits and nothing else.',
    enter: 'Confirm this number',
    change: 'Change the number',
    entered: 'Number entered',
    wait: 'Waiting for the bailiff’s number.',
    colleague: 'Another administrator has confirmed; the bailiff has no number in force.',
    read: 'The bailiff’s number',
    reason: 'Reason for the repeated draw',
    signature: 'Signature of the announced randomness (required)',
    signatureHint: round =>
      `The field “signature” of the page api.drand.sh/v2/beacons/quicknet/rounds/${round}, once it is out.`,
    signatureFault: 'A signature has 96 hexadecimal digits.',
    second: 'Confirm this number and draw',
  },
  reason: 'Reason (required)',
  reasonHint: 'Ten characters or more; it is written in the minutes and published. No names.',
  reasonFault: 'Write the reason, between ten and five hundred characters.',
}

/** The words of the draw, for the bailiff and administrators. */
export const drawWords = typeset({ fr, en })
