import { typeset } from '../ui/language.ts'

const fr = {
  skip: 'Aller au contenu',
  picture: 'Une théière en verre où le thé infuse, et la promesse du jeu : chaque code gagne.',
  needsScript: 'Ce qui bouge ici (formulaires, chiffres, lots) a besoin de JavaScript. Les textes se lisent sans.',
}

const en: typeof fr = {
  skip: 'Skip to content',
  picture: 'A glass teapot in which tea is brewing, and the promise of the contest: every code wins.',
  needsScript: 'The forms, figures and prizes need JavaScript. You can read everything else without it.',
}

/** The words around every page that no script needs. */
export const documentWords = typeset({ fr, en })
