import { typeset } from '../../ui/language.ts'

const fr = {
  register: {
    title: 'Créer votre compte',
    lead: 'Une minute suffit. Votre compte garde vos gains, et votre premier code joué vous inscrit au tirage du grand lot.',
    submit: 'Créer mon compte',
    busy: 'Création…',
    known: 'Vous avez déjà un compte ?',
    signIn: 'Se connecter',
    errorTitle: 'Votre compte n’est pas encore créé',
  },
  byMail: {
    title: 'Regardez votre messagerie',
    text: 'La suite est dans l’e-mail qui vient de partir à cette adresse. Vous pouvez déjà vous connecter avec le mot de passe que vous avez choisi. Pensez au dossier des indésirables.',
    signIn: 'Se connecter',
  },
  complete: {
    title: 'Complétez votre profil',
    lead: 'Le jeu est réservé aux personnes majeures qui acceptent son règlement, et les lots se retirent avec une pièce d’identité.',
    submit: 'Enregistrer et jouer',
    busy: 'Enregistrement…',
  },
}

const en: typeof fr = {
  register: {
    title: 'Create your account',
    lead: 'It takes a minute. Your account keeps your prizes, and your first code enters you in the grand prize draw.',
    submit: 'Create my account',
    busy: 'Creating…',
    known: 'Already have an account?',
    signIn: 'Sign in',
    errorTitle: 'Your account has not been created yet',
  },
  byMail: {
    title: 'Check your inbox',
    text: 'The e-mail that has just been sent to this address says how to go on. You can already sign in with the password that you chose. Check your spam folder too.',
    signIn: 'Sign in',
  },
  complete: {
    title: 'Complete your profile',
    lead: 'The contest is for adults who accept its rules, and prizes are collected with an identity card.',
    submit: 'Save and play',
    busy: 'Saving…',
  },
}

/** The words for creating an account, and for completing one created through a provider. */
export const registrationWords = typeset({ fr, en })
