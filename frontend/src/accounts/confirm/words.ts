import { typeset } from '../../ui/language.ts'

const fr = {
  title: 'Confirmez que c’est bien vous',
  lead: 'Votre connexion date de plus de dix minutes. Votre mot de passe protège ce que vous alliez faire ; la suite se fait alors toute seule.',
  password: 'Votre mot de passe',
  missing: 'Saisissez votre mot de passe.',
  wrong: 'Ce n’est pas le mot de passe de ce compte.',
  submit: 'Confirmer',
  busy: 'Vérification…',
  cancel: 'Annuler',
  again: {
    lead: 'Votre connexion date de plus de dix minutes, et votre compte n’a pas de mot de passe. Connectez-vous de nouveau, puis recommencez.',
    google: 'Se connecter de nouveau avec Google',
    facebook: 'Se connecter de nouveau avec Facebook',
  },
}

const en: typeof fr = {
  title: 'Confirm that it is you',
  lead: 'You signed in more than ten minutes ago. Your password protects what you were about to do, which then goes on by itself.',
  password: 'Your password',
  missing: 'Enter your password.',
  wrong: 'This is not the password for this account.',
  submit: 'Confirm',
  busy: 'Checking…',
  cancel: 'Cancel',
  again: {
    lead: 'You signed in more than ten minutes ago, and your account has no password. Sign in again, then start over.',
    google: 'Sign in again with Google',
    facebook: 'Sign in again with Facebook',
  },
}

/** The words of the dialog that asks for the password again. */
export const confirmWords = typeset({ fr, en })
