import type { Provider } from '@tiptop/contract/accounts.ts'
import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Mon compte',
  lead: 'Vos informations, vos choix et vos données.',
  loading: 'Chargement de votre compte…',
  retry: 'Réessayer',
  retrying: 'Chargement…',
  incomplete: 'Il manque votre date de naissance et votre accord au règlement : sans eux, vous ne pouvez pas jouer.',
  complete: 'Compléter mon inscription',
  details: {
    title: 'Vos informations',
    required: 'Le prénom et le nom sont obligatoires.',
    fixed: 'Ces deux informations ne se changent pas ici.',
    email: 'Adresse e-mail',
    emailState: { verified: 'vérifiée', unverified: 'à vérifier' },
    emailWhy: 'Elle vous identifie, et c’est à elle que nous envoyons les liens de votre compte.',
    birthDate: 'Date de naissance',
    birthDateNone: 'pas encore indiquée',
    birthDateWhy: 'Elle prouve votre majorité, et la boutique la compare à votre pièce d’identité.',
    language: 'Langue de nos e-mails',
    languages: { fr: 'Français', en: 'English' },
    newsletter: 'Recevoir la lettre de Thé Tip Top',
    newsletterWhy:
      'Les nouveautés et les offres de la maison, par e-mail. Elle n’a rien à voir avec le jeu : y être inscrit ou non ne change ni vos lots ni vos chances, et chaque lettre porte un lien pour s’en désinscrire en un clic.',
    submit: 'Enregistrer',
    busy: 'Enregistrement…',
    saved: 'Vos informations sont enregistrées.',
    unchanged: 'Il n’y a rien à enregistrer : vous n’avez rien changé.',
    errorTitle: 'Vos changements ne sont pas enregistrés',
  },
  doors: {
    title: 'Connexion',
    lead: 'Vous pouvez vous connecter avec :',
    providers: { google: 'Google', facebook: 'Facebook' } satisfies Record<Provider, string>,
    providerLinked: 'compte relié',
    password: 'Mot de passe',
    changePassword: 'Le remplacer',
    choosePassword: 'En choisir un',
    noPassword: 'pas encore choisi',
    how: 'Nous vous envoyons pour cela un lien par e-mail.',
  },
}

const en: typeof fr = {
  title: 'My account',
  lead: 'Your details, your choices and your data.',
  loading: 'Loading your account…',
  retry: 'Try again',
  retrying: 'Loading…',
  incomplete: 'We still need your date of birth and your agreement to the rules before you can play.',
  complete: 'Complete my registration',
  details: {
    title: 'Your details',
    required: 'First name and last name are required.',
    fixed: 'These two cannot be changed here.',
    email: 'E-mail address',
    emailState: { verified: 'confirmed', unverified: 'to be confirmed' },
    emailWhy: 'It identifies you, and we send the links for your account to it.',
    birthDate: 'Date of birth',
    birthDateNone: 'not given yet',
    birthDateWhy: 'It shows that you are an adult, and the shop checks it against your identity card.',
    language: 'Language of our e-mails',
    languages: { fr: 'Français', en: 'English' },
    newsletter: 'Receive the Thé Tip Top newsletter',
    newsletterWhy:
      'News and offers from our tea house, by e-mail. It has nothing to do with the contest: subscribing or not changes neither your prizes nor your chances, and every issue has a link to unsubscribe in one click.',
    submit: 'Save',
    busy: 'Saving…',
    saved: 'Your details have been saved.',
    unchanged: 'There is nothing to save: you have not changed anything.',
    errorTitle: 'Your changes have not been saved',
  },
  doors: {
    title: 'Signing in',
    lead: 'You can sign in with:',
    providers: { google: 'Google', facebook: 'Facebook' },
    providerLinked: 'account linked',
    password: 'Password',
    changePassword: 'Change it',
    choosePassword: 'Choose one',
    noPassword: 'not chosen yet',
    how: 'We will e-mail you a link for this.',
  },
}

/** The words of the account page, except those for downloading its data and erasing it. */
export const profileWords = typeset({ fr, en })
