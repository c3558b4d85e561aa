import { typeset } from '../../ui/language.ts'

const fr = {
  forgotten: {
    title: 'Mot de passe oublié',
    lead: 'Donnez l’adresse e-mail de votre compte : nous y envoyons un lien pour en choisir un nouveau.',
    submit: 'Recevoir le lien',
    busy: 'Envoi…',
    sentTitle: 'Regardez votre messagerie',
    sent: 'Si un compte existe avec cette adresse, le lien vient de partir. Pensez au dossier des indésirables.',
    back: 'Retour à la connexion',
  },
  change: {
    title: 'Changer de mot de passe',
    present: 'Mot de passe actuel',
    presentWrong: 'Ce n’est pas le mot de passe de ce compte.',
    submit: 'Changer le mot de passe',
    busy: 'Enregistrement…',
    done: 'Votre mot de passe est changé, et vos autres appareils sont déconnectés.',
  },
  reset: {
    title: 'Choisir un nouveau mot de passe',
    lead: 'Il remplace l’ancien, et vos autres appareils seront déconnectés.',
    submit: 'Enregistrer le mot de passe',
    busy: 'Enregistrement…',
    doneTitle: 'Votre mot de passe est changé',
    done: 'Connectez-vous avec le nouveau.',
    signIn: 'Se connecter',
    missingTitle: 'Ce lien est incomplet',
    missing: 'Ouvrez le lien entier depuis l’e-mail reçu, ou demandez-en un autre.',
    askAgain: 'Demander un nouveau lien',
  },
}

const en: typeof fr = {
  forgotten: {
    title: 'Forgotten password',
    lead: 'Enter the e-mail address of your account, and we will send you a link to choose a new one.',
    submit: 'Send me the link',
    busy: 'Sending…',
    sentTitle: 'Check your inbox',
    sent: 'If there is an account with this address, the link is on its way. Check your spam folder too.',
    back: 'Back to sign-in',
  },
  change: {
    title: 'Change my password',
    present: 'Current password',
    presentWrong: 'This is not the password for this account.',
    submit: 'Change the password',
    busy: 'Saving…',
    done: 'Your password has been changed, and your other devices have been signed out.',
  },
  reset: {
    title: 'Choose a new password',
    lead: 'It replaces the old one, and your other devices will be signed out.',
    submit: 'Save the password',
    busy: 'Saving…',
    doneTitle: 'Your password has been changed',
    done: 'Sign in with your new password.',
    signIn: 'Sign in',
    missingTitle: 'This link is incomplete',
    missing: 'Open the complete link from the e-mail you received, or ask for another one.',
    askAgain: 'Ask for a new link',
  },
}

/** The words for a forgotten password and its replacement. */
export const passwordWords = typeset({ fr, en })
