import { typeset } from '../ui/language.ts'

const fr = {
  root: 'Racine',
  size: 'Nombre de tickets',
  prizes: 'Lots engagés',
  prize: (count: string, name: string) => `${count} × ${name}`,
  canaries: (count: string) =>
    `${count} × code témoin : il ne gagne rien et n’est imprimé sur aucun ticket ; l’essayer trahit une fuite de codes`,
  saveCommitment: 'Télécharger l’engagement',
  later: 'L’engagement s’affiche ici dès que nos serveurs répondent ; il est aussi dans l’acte déposé.',
  none: 'Ce jeu n’a pas d’engagement de cette forme.',
  retry: 'Réessayer',
}

const en: typeof fr = {
  root: 'Root',
  size: 'Number of tickets',
  prizes: 'Prizes committed to',
  prize: (count, name) => `${count} × ${name}`,
  canaries: count =>
    `${count} × canary code: it wins nothing and no receipt has it; trying one betrays a leak of codes`,
  saveCommitment: 'Download the commitment',
  later: 'The commitment appears here as soon as our servers answer; it is also in the deposited statement.',
  none: 'This contest has no commitment of this form.',
  retry: 'Try again',
}

/** The words around the published commitment. */
export const commitmentWords = typeset({ fr, en })
