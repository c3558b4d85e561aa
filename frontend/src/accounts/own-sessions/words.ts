import type { BrowserName, SystemName } from '@tiptop/contract/sessions.ts'
import { typeset } from '../../ui/language.ts'

/** What the makers call them, in every language. */
export const browsers: Record<BrowserName, string> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  opera: 'Opera',
  safari: 'Safari',
  samsung: 'Samsung Internet',
}

const systems: Record<SystemName, string> = {
  android: 'Android',
  chromeos: 'ChromeOS',
  ios: 'iPhone',
  linux: 'Linux',
  macos: 'Mac',
  windows: 'Windows',
}

const fr = {
  title: 'Vos connexions',
  lead: 'Les appareils où votre compte est ouvert. Fermez ceux que vous ne reconnaissez pas, puis changez votre mot de passe.',
  loading: 'Chargement de vos connexions…',
  retry: 'Réessayer',
  device: (browser: string, system: string) => `${browser} sur ${system}`,
  unknownBrowser: 'Navigateur inconnu',
  unknownSystem: 'appareil inconnu',
  systems: { ...systems, ios: 'iPhone ou iPad' },
  thisOne: 'cet appareil',
  since: (moment: string) => `Connecté le ${moment}`,
  seen: (moment: string) => `vu le ${moment}`,
  end: 'Déconnecter',
  endOf: (device: string) => `Déconnecter ${device}`,
  ending: 'Déconnexion…',
  everywhere: 'Me déconnecter partout',
  everywhereBusy: 'Déconnexion…',
}

const en: typeof fr = {
  title: 'Where you are signed in',
  lead: 'The devices on which your account is open. Sign out those that you do not recognise, then change your password.',
  loading: 'Loading where you are signed in…',
  retry: 'Try again',
  device: (browser, system) => `${browser} on ${system}`,
  unknownBrowser: 'Unknown browser',
  unknownSystem: 'an unknown device',
  systems: { ...systems, ios: 'iPhone or iPad' },
  thisOne: 'this device',
  since: moment => `Signed in on ${moment}`,
  seen: moment => `seen on ${moment}`,
  end: 'Sign out',
  endOf: device => `Sign out ${device}`,
  ending: 'Signing out…',
  everywhere: 'Sign out everywhere',
  everywhereBusy: 'Signing out…',
}

/** The words for the list of one's own sessions. */
export const ownSessionsWords = typeset({ fr, en })
