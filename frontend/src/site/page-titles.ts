import type { Words } from '../ui/language.ts'

const fr = {
  home: {
    title: 'Thé Tip Top, le jeu où chaque code gagne',
    description:
      'Entrez le code de votre ticket de caisse et découvrez votre lot : infuseur, thés et coffrets. 100 % gagnant.',
  },
  signIn: { title: 'Connexion', description: 'Connectez-vous pour jouer votre code.' },
  register: { title: 'Inscription', description: 'Créez votre compte pour jouer.' },
  complete: { title: 'Compléter mon inscription', description: 'Encore deux réponses avant de jouer.' },
  forgotten: { title: 'Mot de passe oublié', description: 'Recevez un lien pour choisir un nouveau mot de passe.' },
  reset: { title: 'Nouveau mot de passe', description: 'Choisissez un nouveau mot de passe.' },
  verification: { title: 'Vérification de l’adresse', description: 'Confirmez votre adresse e-mail.' },
  game: { title: 'Jouer', description: 'Entrez les dix caractères de votre ticket de caisse.' },
  mine: { title: 'Mes gains', description: 'Vos lots et comment les retirer.' },
  rules: { title: 'Règlement', description: 'Le règlement du jeu Thé Tip Top.' },
}

const en: typeof fr = {
  home: {
    title: 'Thé Tip Top, the contest where every code wins',
    description:
      'Enter the code of your till receipt and discover your prize: infuser, teas and gift boxes. 100% winning.',
  },
  signIn: { title: 'Sign in', description: 'Sign in to play your code.' },
  register: { title: 'Create an account', description: 'Create your account to play.' },
  complete: { title: 'Complete my registration', description: 'Two more answers before you play.' },
  forgotten: { title: 'Forgotten password', description: 'Receive a link to choose a new password.' },
  reset: { title: 'New password', description: 'Choose a new password.' },
  verification: { title: 'Confirm your address', description: 'Confirm your e-mail address.' },
  game: { title: 'Play', description: 'Enter the ten characters of your till receipt.' },
  mine: { title: 'My prizes', description: 'Your prizes and how to collect them.' },
  rules: { title: 'Rules', description: 'The rules of the Thé Tip Top contest.' },
}

/** What search engines and tabs show of each page. */
export const pageTitles: Words<typeof fr> = { fr, en }
