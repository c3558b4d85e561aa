import { typeset } from '../../ui/language.ts'

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
      'votre chance au tirage du grand lot, s’il n’est pas encore fait ;',
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
  text: 'This erases your personal data, for good.',
  open: 'Erase my account',
  dialog: {
    title: 'Erase your account?',
    goes: 'What is erased',
    going: [
      'your name, your e-mail address, your date of birth and the ways you sign in;',
      'the prizes you have not collected yet: you lose them, even before the deadline;',
      'your chance in the grand draw, if it is not made yet;',
      'your subscription to the newsletter, if you have one.',
    ],
    stays: 'What is kept',
    staying:
      'The tickets you played, the prizes you collected and the audit trail of the contest, without your name: they prove that the contest was fair.',
    final: 'This cannot be undone.',
    password: 'Your password, to confirm',
    email: address => `To confirm, enter your address ${address}`,
    confirm: 'Erase for good',
    busy: 'Erasing…',
    keep: 'Keep my account',
    failed: 'Your account has not been erased',
  },
  faults: {
    passwordMissing: 'Enter your password.',
    emailMissing: 'Enter the e-mail address of this account.',
    passwordWrong: 'This is not the password for this account.',
    emailWrong: 'This is not the e-mail address of this account.',
    lastAdmin: 'You are the last administrator: give someone else this role first, then erase your account.',
  },
  farewell: {
    title: 'Your account has been erased',
    text: 'Your name no longer appears anywhere in the contest, and you are signed out. Thank you for sharing a cup with us.',
    again: 'Your e-mail address is free again: you can create a new account whenever you like.',
    home: 'Back to the home page',
  },
}

/** The words for erasing one's account: the question, the faults and the farewell. */
export const erasureWords = typeset({ fr, en })
