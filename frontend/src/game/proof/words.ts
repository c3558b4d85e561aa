import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Vérifier mon lot',
  lead: 'Votre navigateur vérifie lui-même que votre ticket avait ce lot avant l’ouverture du jeu.',
  loading: 'La preuve arrive…',
  kept: 'Nos serveurs ne répondent pas : voici la preuve gardée dans ce navigateur, vérifiée à l’instant.',
  former: 'Ce jeu a été ouvert avant que ces preuves existent. Son empreinte figure dans le règlement.',
  download: 'Télécharger la preuve',
  more: 'Comprendre cette preuve',
  close: 'Fermer',
}

const en: typeof fr = {
  title: 'Verify my prize',
  lead: 'Your browser itself checks that your ticket had this prize before the contest opened.',
  loading: 'The proof is on its way…',
  kept: 'Our servers do not answer: this is the proof kept in this browser, checked just now.',
  former: 'This contest opened before such proofs existed. Its digest is in the rules.',
  download: 'Download the proof',
  more: 'What this proof says',
  close: 'Close',
}

/** The words of the dialog in which players verify a prize. */
export const prizeProofWords = typeset({ fr, en })
