import { typeset } from '../ui/language.ts'

const fr = {
  fields: {
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    newPassword: 'Nouveau mot de passe',
    passwordHint: (min: number) => `${min} caractères au moins. Une phrase est facile à retenir.`,
    show: 'Afficher',
    hide: 'Masquer',
    firstName: 'Prénom',
    lastName: 'Nom',
    required: 'Tous les champs sont obligatoires, sauf mention contraire.',
    nameHint: 'Comme sur votre pièce d’identité : elle est demandée à la remise du lot.',
    birthDate: 'Date de naissance',
    birthDateHint: 'Par exemple 7 3 1990. Le jeu est réservé aux majeurs.',
    day: 'Jour',
    month: 'Mois',
    year: 'Année',
    rulesBefore: 'J’ai lu et j’accepte le ',
    rules: 'règlement du jeu',
    newsletter: 'Je souhaite recevoir la lettre de Thé Tip Top (facultatif).',
  },
  faults: {
    email: 'Saisissez une adresse e-mail, par exemple prenom@exemple.fr.',
    password: 'Saisissez votre mot de passe.',
    passwordShort: (min: number) => `Il faut ${min} caractères au moins.`,
    firstName: 'Saisissez votre prénom.',
    lastName: 'Saisissez votre nom.',
    birthDate: {
      missing: 'Saisissez le jour, le mois et l’année.',
      impossible: 'Cette date n’existe pas. Saisissez par exemple 7 3 1990.',
      minor: 'Le jeu est réservé aux personnes majeures.',
    },
    rules: 'Acceptez le règlement pour jouer.',
  },
  slow: 'Le réseau est lent, votre demande est en route…',
  crowded: 'Beaucoup de monde se connecte en ce moment. Votre demande est dans la file et repart toute seule…',
}

const en: typeof fr = {
  fields: {
    email: 'E-mail address',
    password: 'Password',
    newPassword: 'New password',
    passwordHint: min => `At least ${min} characters. A sentence is easy to remember.`,
    show: 'Show',
    hide: 'Hide',
    firstName: 'First name',
    lastName: 'Last name',
    required: 'All fields are required unless marked as optional.',
    nameHint: 'As on your identity card: you will need to show it when you collect your prize.',
    birthDate: 'Date of birth',
    birthDateHint: 'For example 7 3 1990. The contest is for adults only.',
    day: 'Day',
    month: 'Month',
    year: 'Year',
    rulesBefore: 'I have read and accept the ',
    rules: 'rules of the contest',
    newsletter: 'I would like to receive the Thé Tip Top newsletter (optional).',
  },
  faults: {
    email: 'Enter an e-mail address, for example name@example.com.',
    password: 'Enter your password.',
    passwordShort: min => `Use at least ${min} characters.`,
    firstName: 'Enter your first name.',
    lastName: 'Enter your last name.',
    birthDate: {
      missing: 'Enter the day, the month and the year.',
      impossible: 'This date does not exist. Enter it like this: 7 3 1990.',
      minor: 'The contest is for adults only.',
    },
    rules: 'Accept the rules to play.',
  },
  slow: 'The network is slow: your request is on its way…',
  crowded: 'Many people are signing in at this moment. Your request is in line and is sent again by itself…',
}

/** The words that the account forms share. Each page has its own words beside it. */
export const accountWords = typeset({ fr, en })
