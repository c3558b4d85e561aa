import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Un autre compte est connecté',
  text: 'Cet onglet montrait un autre compte. Depuis, celui-ci s’est connecté dans ce navigateur\u00a0:',
  counts:
    'Tout ce que vous ferez maintenant sera au nom de ce compte. Si vous veniez d’appuyer sur un bouton, rien n’a été fait.',
  stay: 'Continuer avec ce compte',
  change: 'Changer de compte',
  changing: 'Déconnexion…',
}
const en: typeof fr = {
  title: 'Another account is signed in',
  text: 'This tab was showing another account. Since then, this one has signed in with this browser:',
  counts: 'Whatever you do now is in the name of this account. If you have just pressed a button, nothing was done.',
  stay: 'Continue with this account',
  change: 'Switch accounts',
  changing: 'Signing out…',
}

export const switchedWords = typeset({ fr, en })
