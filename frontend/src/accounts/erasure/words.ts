import type { Words } from '../../ui/language.ts'

const fr = {
  title: 'Effacer mon compte',
  text: 'Vos données personnelles sont alors effacées, pour toujours.',
  open: 'Effacer mon compte',
  dialog: {
    title: 'Effacer votre compte ?',
    goes: 'Ce qui disparaît',
    going: [
      'votre nom, votre adresse e-mail, votre date de naissance et vos moyens de connexion ;',
      'vos lots encore à retirer : ils sont perdus, même si le délai n’est pas passé ;',
      'votre inscription à la lettre, si vous la receviez.',
    ],
    stays: 'Ce qui reste',
    staying:
      'Vos tickets joués, vos lots remis et le journal du jeu, sans votre nom : ils prouvent que le jeu s’est bien déroulé.',
    final: 'Rien de cela ne peut être annulé.',
    password: 'Votre mot de passe, pour confirmer',
    email: (address: string) => `Pour confirmer, saisissez votre adresse ${address}`,
    confirm: 'Effacer pour toujours',
    busy: 'Effacement…',
    keep: 'Garder mon compte',
    failed: 'Votre compte n’est pas effacé',
  },
  faults: {
    passwordMissing: 'Saisissez votre mot de passe.',
    emailMissing: 'Saisissez l’adresse e-mail de ce compte.',
    passwordWrong: 'Ce n’est pas le mot de passe de ce compte.',
    emailWrong: 'Ce n’est pas l’adresse e-mail de ce compte.',
    lastAdmin:
      'Vous êtes le dernier administrateur : donnez d’abord ce rôle à une autre personne, puis effacez votre compte.',
  },
  farewell: {
    title: 'Votre compte est effacé',
    text: 'Plus rien dans le jeu ne porte votre nom, et vous êtes déconnecté. Merci d’avoir partagé une tasse avec la maison.',
    again: 'Votre adresse e-mail est libre : vous pourrez créer un nouveau compte quand vous voudrez.',
    home: 'Retour à l’accueil',
  },
}

const en: typeof fr = {
  title: 'Erase my account',
  text: 'Your personal data are then erased, for good.',
  open: 'Erase my account',
  dialog: {
    title: 'Erase your account?',
    goes: 'What goes',
    going: [
      'your name, your e-mail address, your date of birth and your ways of signing in;',
      'your prizes that are still to be collected: they are lost, even in time;',
      'your subscription to the newsletter, if you had one.',
    ],
    stays: 'What stays',
    staying:
      'The tickets you played, the prizes handed over and the record of the contest, without your name: they prove that the contest was fair.',
    final: 'None of this can be undone.',
    password: 'Your password, to confirm',
    email: address => `To confirm, type your address ${address}`,
    confirm: 'Erase for good',
    busy: 'Erasing…',
    keep: 'Keep my account',
    failed: 'Your account is not erased',
  },
  faults: {
    passwordMissing: 'Type your password.',
    emailMissing: 'Type the e-mail address of this account.',
    passwordWrong: 'This is not the password of this account.',
    emailWrong: 'This is not the e-mail address of this account.',
    lastAdmin: 'You are the last administrator: give this role to somebody else first, then erase your account.',
  },
  farewell: {
    title: 'Your account is erased',
    text: 'Nothing in the contest bears your name any more, and you are signed out. Thank you for sharing a cup with our house.',
    again: 'Your e-mail address is free: you can create a new account whenever you like.',
    home: 'Back to the home page',
  },
}

/** Erasing one's account: what is asked, what may go wrong, and the farewell. */
export const erasureWords: Words<typeof fr> = { fr, en }
