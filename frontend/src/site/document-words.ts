import { typeset } from '../ui/language.ts'

const fr = {
  skip: 'Aller au contenu',
  picture: 'Une théière en verre où le thé infuse, et la promesse du jeu : chaque code gagne.',
  needsScript: 'Ce qui bouge ici (formulaires, chiffres, lots) a besoin de JavaScript. Les textes se lisent sans.',
  partLost: 'Une partie de la page n’a pas pu être chargée.',
  loadAgain: 'Recharger la page',
}

const en: typeof fr = {
  skip: 'Skip to content',
  picture: 'A glass teapot in which tea is brewing, and the promise of the contest: every code wins.',
  needsScript: 'The forms, figures and prizes need JavaScript. You can read everything else without it.',
  partLost: 'A part of the page could not be loaded.',
  loadAgain: 'Load the page again',
}

/** The words around every page that no script needs. */
export const documentWords = typeset({ fr, en })
