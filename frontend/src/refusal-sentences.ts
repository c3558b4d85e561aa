import type {
  AdministrationRefusalCode,
  CounterRefusalCode,
  DrawRefusalCode,
  PlayRefusalCode,
  ProofRefusalCode,
  RefusalCode,
  SecondFactorRefusalCode,
} from '@tiptop/contract/refusals.ts'
import { formatWait } from './ui/dates.ts'
import { type Lang, typeset } from './ui/language.ts'

/**
 * The game, the dialog of a proof and the pages of the staff hold the sentences for the other codes: no other page loads
 * them. An error of the backend reads as a failure (`failure-sentences.ts`).
 */
export type CommonRefusalCode = Exclude<
  RefusalCode,
  | PlayRefusalCode
  | ProofRefusalCode
  | CounterRefusalCode
  | AdministrationRefusalCode
  | SecondFactorRefusalCode
  | DrawRefusalCode
  | 'internal-error'
>

/** The sentence for each refusal. A code without a sentence does not compile. */
export const refusalSentences: Record<Lang, Record<CommonRefusalCode, string>> = typeset({
  fr: {
    'invalid-request': 'Une information manque ou n’est pas correcte. Vérifiez ce que vous avez saisi.',
    'invalid-code-format': 'Un code compte dix caractères, sans 0, O, 1, I ni L. Vérifiez votre ticket.',
    'not-found': 'Nous n’avons rien trouvé à cette adresse.',
    'origin-refused': 'Cette demande ne vient pas de notre site : rechargez la page et recommencez.',
    'cookie-repeated': 'Votre connexion était brouillée, et vous avez été déconnecté : connectez-vous de nouveau.',
    'session-needed': 'Connectez-vous pour continuer.',
    'second-step-needed': 'Il reste une étape pour vous connecter.',
    'role-needed': 'Votre compte ne donne pas accès à cette page.',
    'confirm-password': 'Confirmez d’abord que c’est bien vous.',
    'account-mismatch':
      'Un autre compte s’est connecté dans ce navigateur\u00a0: rien n’a été fait. Rechargez la page.',
    'invalid-credentials': 'L’adresse e-mail ou le mot de passe n’est pas correct.',
    'account-disabled': 'Ce compte est désactivé. Adressez-vous à votre boutique.',
    'profile-incomplete': 'Il nous manque votre date de naissance et votre accord au règlement.',
    'adults-only': 'Le jeu est réservé aux personnes majeures.',
    'email-taken': 'Un compte existe déjà avec cette adresse : connectez-vous, ou demandez un nouveau mot de passe.',
    'password-too-common':
      'Ce mot de passe est trop courant : il serait vite deviné. Choisissez-en un autre, par exemple quelques mots qui ne vont pas ensemble.',
    'link-expired': 'Ce lien n’est plus valable : il a déjà servi ou il a expiré. Demandez-en un nouveau.',
    'provider-refused': 'La connexion n’a pas été confirmée. Recommencez, ou connectez-vous par e-mail.',
    'provider-email-missing':
      'Ce service ne nous a pas donné votre adresse e-mail. Créez un compte avec votre adresse.',
    'provider-email-unverified': 'Un compte existe déjà avec cette adresse : connectez-vous avec son mot de passe.',
    'too-many-attempts': 'Trop d’essais en peu de temps.',
    'sign-in-busy': 'Beaucoup de monde se connecte en ce moment. Réessayez dans quelques secondes.',
    'service-unavailable':
      'Le service est indisponible un instant. Votre code n’est pas perdu : réessayez dans quelques secondes.',
  },
  en: {
    'invalid-request': 'Something is missing or incorrect. Check what you entered.',
    'invalid-code-format': 'A code has ten characters, without 0, O, 1, I or L. Check your receipt.',
    'not-found': 'We found nothing at this address.',
    'origin-refused': 'This request does not come from our site: reload the page and try again.',
    'cookie-repeated': 'Your sign-in was mixed up, so you have been signed out: sign in again.',
    'session-needed': 'Sign in to continue.',
    'second-step-needed': 'One more step and you are signed in.',
    'role-needed': 'Your account does not have access to this page.',
    'confirm-password': 'First confirm that it is you.',
    'account-mismatch': 'Another account has signed in with this browser: nothing was done. Reload the page.',
    'invalid-credentials': 'The e-mail address or the password is not correct.',
    'account-disabled': 'This account is disabled. Please ask at your shop.',
    'profile-incomplete': 'We still need your date of birth and your agreement to the rules.',
    'adults-only': 'The contest is for adults only.',
    'email-taken': 'There is already an account with this address: sign in, or ask for a new password.',
    'password-too-common':
      'This password is too common: it would soon be guessed. Choose another one, for example a few words that do not belong together.',
    'link-expired': 'This link is no longer valid: it has been used or has expired. Ask for a new one.',
    'provider-refused': 'The sign-in was not confirmed. Try again, or sign in with your e-mail address.',
    'provider-email-missing': 'This service did not give us your e-mail address. Create an account with your address.',
    'provider-email-unverified': 'There is already an account with this address: sign in with its password.',
    'too-many-attempts': 'Too many attempts in a short time.',
    'sign-in-busy': 'Many people are signing in at this moment. Try again in a few seconds.',
    'service-unavailable': 'The service is briefly unavailable. Your code is not lost: try again in a few seconds.',
  },
})

const waits: Record<Lang, (wait: string) => string> = typeset({
  fr: wait => ` Réessayez dans ${wait}.`,
  en: wait => ` Try again in ${wait}.`,
})

/** Returns after how many seconds the user may try again, as the end of a sentence. */
export function waitSentence(seconds: number, lang: Lang): string {
  return waits[lang](formatWait(seconds, lang))
}
