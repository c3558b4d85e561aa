import type { Provider, Role } from '@tiptop/contract/accounts.ts'
import type { Language } from '../../database/schema.ts'
import type { LetterWords } from '../../mail/letter.ts'
import type { Device } from '../../sessions/device.ts'

/** What mails report to the owner of an account, because another person may have done it. */
export type AccountNotice =
  | { kind: 'password-changed' }
  | { kind: 'provider-linked'; provider: Provider }
  | { kind: 'role-changed'; role: Role }
  | { kind: 'new-device'; device: Device }

const names = {
  google: 'Google',
  facebook: 'Facebook',
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  opera: 'Opera',
  safari: 'Safari',
  samsung: 'Samsung Internet',
  android: 'Android',
  chromeos: 'ChromeOS',
  ios: 'iPhone / iPad',
  linux: 'Linux',
  macos: 'Mac',
  windows: 'Windows',
}
const roles: Record<Language, Record<Role, string>> = {
  fr: { player: 'joueur', employee: 'employé', admin: 'administrateur', bailiff: 'commissaire de justice' },
  en: { player: 'player', employee: 'employee', admin: 'administrator', bailiff: 'bailiff' },
}

/** The words of a notice. They contain none that a stranger typed. */
export function noticeWords(notice: AccountNotice, language: Language): LetterWords {
  const isFrench = language === 'fr'
  const button = isFrench ? 'Voir mon compte' : 'See my account'
  const closing = isFrench
    ? 'Si c’était vous, il n’y a rien à faire. Sinon, changez votre mot de passe et déconnectez tous vos appareils depuis votre compte.'
    : 'If this was you, there is nothing to do. If not, change your password and sign out all your devices from your account.'
  return { ...(isFrench ? inFrench(notice) : inEnglish(notice)), button, closing }
}

function inFrench(notice: AccountNotice): Pick<LetterWords, 'subject' | 'opening'> {
  switch (notice.kind) {
    case 'password-changed':
      return {
        subject: 'Votre mot de passe a changé',
        opening: 'Le mot de passe de votre compte vient d’être remplacé, et vos autres appareils ont été déconnectés.',
      }
    case 'provider-linked':
      return {
        subject: `Votre compte s’ouvre avec ${names[notice.provider]}`,
        opening: `Un compte ${names[notice.provider]} qui porte votre adresse ouvre désormais le vôtre. Le mot de passe d’avant ne sert plus.`,
      }
    case 'role-changed':
      return {
        subject: 'Votre rôle a changé',
        opening: `Un administrateur vous a donné ce rôle : ${roles.fr[notice.role]}.`,
      }
    case 'new-device':
      return {
        subject: 'Nouvelle connexion à votre compte',
        opening: `Votre compte vient de s’ouvrir sur un appareil que nous ne connaissions pas : ${deviceWords(notice.device, 'inconnu')}.`,
      }
  }
}

function inEnglish(notice: AccountNotice): Pick<LetterWords, 'subject' | 'opening'> {
  switch (notice.kind) {
    case 'password-changed':
      return {
        subject: 'Your password has changed',
        opening: 'The password of your account has just been replaced, and your other devices have been signed out.',
      }
    case 'provider-linked':
      return {
        subject: `Your account opens with ${names[notice.provider]}`,
        opening: `A ${names[notice.provider]} account with your address now opens yours. The password you had no longer works.`,
      }
    case 'role-changed':
      return {
        subject: 'Your role has changed',
        opening: `An administrator gave you this role: ${roles.en[notice.role]}.`,
      }
    case 'new-device':
      return {
        subject: 'New sign-in to your account',
        opening: `Your account was just opened on a device that we did not know: ${deviceWords(notice.device, 'unknown')}.`,
      }
  }
}

function deviceWords({ browser, system }: Device, unknown: string): string {
  return [browser, system].flatMap(part => (part ? names[part] : [])).join(', ') || unknown
}
