import { typeset } from '../../ui/language.ts'

const fr = {
  text: (email: string) => `Confirmez votre adresse ${email} avec le lien que nous vous avons envoyé.`,
  resend: 'Renvoyer l’e-mail',
  sent: 'C’est reparti : regardez votre messagerie.',
}

const en: typeof fr = {
  text: email => `Confirm your address ${email} with the link we sent you.`,
  resend: 'Send the e-mail again',
  sent: 'It is on its way again: check your inbox.',
}

/** Separate from the other words about accounts, because every page carries the reminder. */
export const reminderWords = typeset({ fr, en })
