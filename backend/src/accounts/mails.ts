import type { Language } from '../database/schema.ts'
import { type LetterHead, type LetterWords, writeLetter } from '../mail/letter.ts'
import type { Mail } from '../mail/mailer.ts'

/** The mails about an account. They contain no word that a stranger typed, so that no one can send text through us. */

const verification: Record<Language, LetterWords> = {
  fr: {
    subject: 'Confirmez votre adresse e-mail',
    opening:
      'Merci de votre inscription au jeu-concours Thé Tip Top. Il reste à confirmer que cette adresse est la vôtre.',
    button: 'Confirmer mon adresse',
    closing:
      'Ce lien est valable 48 heures. Si vous ne vous êtes pas inscrit, ne cliquez pas : il n’y a rien d’autre à faire.',
  },
  en: {
    subject: 'Confirm your e-mail address',
    opening: 'Thank you for joining the Thé Tip Top contest. Please confirm that this address is yours.',
    button: 'Confirm my address',
    closing: 'This link works for 48 hours. If you did not sign up, do not click: there is nothing else to do.',
  },
}

const passwordReset: Record<Language, LetterWords> = {
  fr: {
    subject: 'Choisissez un nouveau mot de passe',
    opening: 'Vous avez demandé un nouveau mot de passe pour votre compte Thé Tip Top.',
    button: 'Choisir un mot de passe',
    closing:
      'Ce lien est valable une heure et ne sert qu’une fois. Si vous n’avez rien demandé, ignorez ce message : votre mot de passe reste le même.',
  },
  en: {
    subject: 'Choose a new password',
    opening: 'You asked for a new password for your Thé Tip Top account.',
    button: 'Choose a password',
    closing:
      'This link works for one hour, and once. If you asked for nothing, ignore this message: your password stays the same.',
  },
}

const takenAddress: Record<Language, LetterWords> = {
  fr: {
    subject: 'Vous avez déjà un compte',
    opening:
      'Une inscription au jeu-concours Thé Tip Top vient d’être demandée avec cette adresse, qui a déjà un compte. Si c’était vous, connectez-vous avec votre mot de passe, ou choisissez-en un nouveau.',
    button: 'Choisir un mot de passe',
    closing:
      'Ce lien est valable une heure et ne sert qu’une fois. Si vous n’avez rien demandé, ignorez ce message : votre compte reste tel qu’il est.',
  },
  en: {
    subject: 'You already have an account',
    opening:
      'Someone has just asked to join the Thé Tip Top contest with this address, which has an account already. If it was you, sign in with your password, or choose a new one.',
    button: 'Choose a password',
    closing:
      'This link works for one hour, and once. If you asked for nothing, ignore this message: your account stays as it is.',
  },
}

/** Asks the owner of an address to confirm that it is theirs. */
export function verificationMail(letter: LetterHead): Mail {
  return writeLetter(letter, verification[letter.language])
}

/** Lets the owner of an address choose a new password. */
export function passwordResetMail(letter: LetterHead): Mail {
  return writeLetter(letter, passwordReset[letter.language])
}

/** Lets the owner of an address in when it is registered again: the site itself may not say that it is taken. */
export function takenAddressMail(letter: LetterHead): Mail {
  return writeLetter(letter, takenAddress[letter.language])
}
