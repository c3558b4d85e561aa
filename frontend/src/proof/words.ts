import { typeset } from '../ui/language.ts'
import type { ProofFault } from './check-proof.ts'

const fr = {
  steps: {
    commitment: 'La preuve renvoie à l’engagement publié : même racine, même nombre de tickets.',
    ticket: 'Elle concerne ce code et ce lot, et l’engagement connaît ce lot.',
    leaf: 'Le code, le lot et le sel redonnent l’empreinte du ticket.',
    path: (count: number) =>
      count === 1
        ? 'De cette empreinte, une autre mène à la racine.'
        : `De cette empreinte, ${count} autres mènent à la racine.`,
  },
  done: { holds: 'fait', fails: 'échec', unseen: 'non vérifié' },
  checking: 'Vérification…',
  holds: (index: string, size: string) =>
    `La preuve tient : ce ticket, à la place ${index} sur ${size}, avait ce lot avant l’ouverture.`,
  compare: 'Il vous reste à comparer cette racine avec celle qui est déposée chez le commissaire de justice :',
  unsupported:
    'Ce navigateur ne sait pas calculer d’empreintes sur cette page : ouvrez-la par son adresse en https, ou utilisez le vérificateur.',
  keep: 'Gardez le fichier de la preuve et montrez-le au commissaire de justice : il établit ce qui ne correspond pas.',
  faults: {
    format: 'Ce n’est pas une preuve de la version que cette page connaît.',
    root: 'Racine fausse : celle de la preuve n’est pas celle de l’engagement publié.',
    size: 'Taille fausse : le nombre de tickets n’est pas celui de l’engagement publié.',
    code: 'Code faux : la preuve n’est pas celle de ce ticket.',
    prize: 'Lot faux : le lot de la preuve n’est pas celui de ce ticket.',
    salt: 'Sel faux : le sel de la preuve n’est pas celui de ce ticket.',
    'code-or-salt':
      'Code ou sel faux : l’un des deux n’est pas celui du ticket. Saisissez le code imprimé pour savoir lequel.',
    leaf: 'Empreinte fausse : celle du ticket n’est pas celle de son code, de son lot et de son sel.',
    path: 'Chemin faux : les empreintes ne mènent pas de ce ticket, à cette place, à la racine.',
  } satisfies Record<ProofFault, string>,
  otherContest: 'Cette preuve est celle d’un autre jeu : elle se vérifie avec l’engagement déposé pour lui.',
  file: 'Fichier de la preuve (JSON)',
  drop: 'Déposez le fichier ici, ou choisissez-le. Rien n’est envoyé : tout se passe dans votre navigateur.',
  code: 'Code du ticket de caisse (facultatif)',
  codeHint: 'Avec lui, un code faux et un sel faux se distinguent.',
  notCode: 'Un code compte dix caractères, sans 0, O, 1, I ni L.',
}

const en: typeof fr = {
  steps: {
    commitment: 'The proof refers to the published commitment: same root, same number of tickets.',
    ticket: 'It is about this code and this prize, and the commitment knows this prize.',
    leaf: 'The code, the prize and the salt give the hash of the ticket.',
    path: count =>
      count === 1
        ? 'From this hash, one other leads to the root.'
        : `From this hash, ${count} others lead to the root.`,
  },
  done: { holds: 'done', fails: 'failed', unseen: 'not checked' },
  checking: 'Checking…',
  holds: (index, size) =>
    `The proof holds: this ticket, in place ${index} of ${size}, had this prize before the opening.`,
  compare: 'What is left to you is to compare this root with the one deposited with the bailiff:',
  unsupported:
    'This browser cannot compute hashes on this page: open it by its https address, or use the stand-alone verifier.',
  keep: 'Keep the file of the proof and show it to the bailiff: it shows what does not match.',
  faults: {
    format: 'This is not a proof of the version that this page knows.',
    root: 'Wrong root: that of the proof is not that of the published commitment.',
    size: 'Wrong size: the number of tickets is not that of the published commitment.',
    code: 'Wrong code: the proof is not that of this ticket.',
    prize: 'Wrong prize: the prize of the proof is not that of this ticket.',
    salt: 'Wrong salt: the salt of the proof is not that of this ticket.',
    'code-or-salt':
      'Wrong code or salt: one of the two is not that of the ticket. Type the printed code to know which.',
    leaf: 'Wrong hash: that of the ticket is not that of its code, prize and salt.',
    path: 'Wrong path: the hashes do not lead from this ticket, in this place, to the root.',
  },
  otherContest: 'This proof belongs to another contest: check it against the commitment deposited for that one.',
  file: 'File of the proof (JSON)',
  drop: 'Drop the file here, or choose it. Nothing is sent: everything happens in your browser.',
  code: 'Code on the receipt (optional)',
  codeHint: 'With it, a wrong code and a wrong salt can be told apart.',
  notCode: 'A code has ten characters, without 0, O, 1, I or L.',
}

/** The words around the check of a proof. */
export const proofWords = typeset({ fr, en })
