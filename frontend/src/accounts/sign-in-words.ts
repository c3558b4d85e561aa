import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Heureux de vous revoir',
  lead: 'Connectez-vous pour jouer votre code et retrouver vos gains.',
  submit: 'Se connecter',
  busy: 'Connexion…',
  forgotten: 'Mot de passe oublié ?',
  newHere: 'Première visite ?',
  register: 'Créer un compte',
  errorTitle: 'La connexion n’a pas abouti',
}

const en: typeof fr = {
  title: 'Good to see you again',
  lead: 'Sign in to play your code and find your prizes.',
  submit: 'Sign in',
  busy: 'Signing in…',
  forgotten: 'Forgotten your password?',
  newHere: 'New here?',
  register: 'Create an account',
  errorTitle: 'We could not sign you in',
}

/** The words of the sign-in page. */
export const signInWords = typeset({ fr, en })
