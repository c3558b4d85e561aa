import { withOffset } from './repeated-hour.ts'

type Language = 'fr' | 'en'

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }
const timeZone = 'Europe/Paris'

/** Returns the day in France, wherever the reader is: `24 décembre 2026`, `24 December 2026`. */
export function formatDay(iso: string, language: Language): string {
  const day = new Intl.DateTimeFormat(locales[language], { timeZone, dateStyle: 'long' }).format(new Date(iso))
  // French writes the first day of a month as an ordinal, which Intl does not do.
  return language === 'fr' ? day.replace(/^1 /, '1er ') : day
}

/** Returns the time of day in France: `10 h 42`, `10:42`, with the offset in the hour that October repeats. */
export function formatTime(iso: string, language: Language): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
  const [hour = '', minute = ''] = time.split(':')
  return withOffset(language === 'fr' ? `${Number(hour)}\u00a0h\u00a0${minute}` : time, new Date(iso))
}

const at: Record<Language, string> = { fr: 'à', en: 'at' }

/** Returns the day and the time in France: `23 novembre 2026 à 10 h 42`. */
export function formatMoment(iso: string, language: Language): string {
  return `${formatDay(iso, language)} ${at[language]} ${formatTime(iso, language)}`
}
