import { typeset } from '../ui/language.ts'

const fr = {
  home: {
    title: 'Thé Tip Top, le jeu où chaque code gagne',
    description:
      'Entrez le code de votre ticket de caisse et découvrez votre lot : infuseur, thés et coffrets. 100 % gagnant.',
  },
  signIn: { title: 'Connexion', description: 'Connectez-vous pour jouer votre code.' },
  register: { title: 'Inscription', description: 'Créez votre compte pour jouer.' },
  complete: { title: 'Compléter mon inscription', description: 'Ce qu’il faut pour jouer et retirer un lot.' },
  forgotten: { title: 'Mot de passe oublié', description: 'Recevez un lien pour choisir un nouveau mot de passe.' },
  reset: { title: 'Nouveau mot de passe', description: 'Choisissez un nouveau mot de passe.' },
  verification: { title: 'Vérification de l’adresse', description: 'Confirmez votre adresse e-mail.' },
  game: { title: 'Jouer', description: 'Entrez les dix caractères de votre ticket de caisse.' },
  mine: { title: 'Mes gains', description: 'Vos lots et comment les retirer.' },
  counter: { title: 'Espace employé', description: 'Chercher un ticket et remettre son lot.' },
  counterTicket: { title: 'Ticket', description: 'Comparer la pièce d’identité et remettre le lot.' },
  account: { title: 'Mon compte', description: 'Vos informations, vos données et la lettre de Thé Tip Top.' },
  unsubscribe: { title: 'Désinscription', description: 'Ne plus recevoir la lettre de Thé Tip Top.' },
  offline: { title: 'Hors ligne', description: 'Ce qui s’ouvre sans réseau.' },
  lost: { title: 'Page introuvable', description: 'Il n’y a pas de page à cette adresse.' },
  rules: { title: 'Règlement', description: 'Le règlement du jeu Thé Tip Top.' },
  proof: { title: 'La preuve de votre lot', description: 'Vérifier qu’aucun lot n’a changé de ticket.' },
  grandPrize: { title: 'Le grand lot', description: 'Comment il est tiré au sort, et qui l’a gagné.' },
  notice: { title: 'Mentions légales', description: 'Qui édite et qui héberge ce site.' },
  privacy: { title: 'Confidentialité', description: 'Ce que nous savons de vous, pourquoi, et vos droits.' },
  cookies: { title: 'Cookies', description: 'Ce que ce site garde dans votre navigateur.' },
  accessibility: {
    title: 'Accessibilité',
    description: 'Jusqu’où ce site est accessible, et à qui dire ce qui manque.',
  },
  siteMap: { title: 'Plan du site', description: 'Toutes les pages de ce site.' },
  dashboard: { title: 'Tableau de bord', description: 'Les chiffres du jeu.' },
  users: { title: 'Utilisateurs', description: 'Les comptes du jeu.' },
  userProfile: { title: 'Profil', description: 'Un compte du jeu.' },
  tickets: { title: 'Tickets', description: 'Les tickets du jeu.' },
  exports: { title: 'Exports', description: 'Les rapports à télécharger.' },
  audit: { title: 'Journal', description: 'Qui a fait quoi, et quand.' },
  draw: { title: 'Tirage du grand lot', description: 'Arrêter la liste et tirer au sort, à deux.' },
  bailiff: { title: 'Commissaire de justice', description: 'L’engagement, les comptes, le journal et le tirage.' },
}

const en: typeof fr = {
  home: {
    title: 'Thé Tip Top, the contest where every code wins',
    description:
      'Enter the code from your till receipt and discover your prize: infuser, teas and gift boxes. Every code wins.',
  },
  signIn: { title: 'Sign in', description: 'Sign in to play your code.' },
  register: { title: 'Create an account', description: 'Create your account to play.' },
  complete: { title: 'Complete my registration', description: 'What it takes to play and to collect a prize.' },
  forgotten: { title: 'Forgotten password', description: 'Receive a link to choose a new password.' },
  reset: { title: 'New password', description: 'Choose a new password.' },
  verification: { title: 'Confirm your address', description: 'Confirm your e-mail address.' },
  game: { title: 'Play', description: 'Enter the ten characters from your till receipt.' },
  mine: { title: 'My prizes', description: 'Your prizes and how to collect them.' },
  counter: { title: 'Staff area', description: 'Find a ticket and hand over its prize.' },
  counterTicket: { title: 'Ticket', description: 'Check the identity card and hand over the prize.' },
  account: { title: 'My account', description: 'Your details, your data and the Thé Tip Top newsletter.' },
  unsubscribe: { title: 'Unsubscribe', description: 'Stop receiving the Thé Tip Top newsletter.' },
  offline: { title: 'Offline', description: 'What opens without network.' },
  lost: { title: 'Page not found', description: 'There is no page at this address.' },
  rules: { title: 'Rules', description: 'The rules of the Thé Tip Top contest.' },
  proof: { title: 'The proof of your prize', description: 'Check that no prize has moved to another ticket.' },
  grandPrize: { title: 'The grand prize', description: 'How it is drawn, and who has won it.' },
  notice: { title: 'Legal notice', description: 'Who publishes and who hosts this site.' },
  privacy: { title: 'Privacy', description: 'What we know about you, why, and your rights.' },
  cookies: { title: 'Cookies', description: 'What this site keeps in your browser.' },
  accessibility: { title: 'Accessibility', description: 'How accessible this site is, and where to report a problem.' },
  siteMap: { title: 'Site map', description: 'Every page of this site.' },
  dashboard: { title: 'Dashboard', description: 'The figures of the contest.' },
  users: { title: 'Users', description: 'The accounts of the contest.' },
  userProfile: { title: 'Profile', description: 'One account of the contest.' },
  tickets: { title: 'Tickets', description: 'The tickets of the contest.' },
  exports: { title: 'Exports', description: 'Reports to download.' },
  audit: { title: 'Audit trail', description: 'Who did what, and when.' },
  draw: { title: 'Draw of the grand prize', description: 'Freeze the list and draw, with two people.' },
  bailiff: { title: 'Bailiff', description: 'The commitment, the figures, the audit trail and the draw.' },
}

export type PageName = keyof typeof fr

/** The title and description of each page, for search engines and tabs. */
export const pageTitles = typeset({ fr, en })
