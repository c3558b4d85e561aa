import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import type { Lang } from './language.ts'

const locales: Record<Lang, string> = { fr: 'fr-FR', en: 'en-GB' }
const timeZone = 'Europe/Paris'

/** Returns a countdown in minutes and seconds: `9 min 05 s`. */
export function formatTimeLeft(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return minutes ? `${minutes}\u00a0min\u00a0${String(rest).padStart(2, '0')}\u00a0s` : `${rest}\u00a0s`
}

/** Returns a moment for a column: `24/12/2026 09:05`. */
export function formatShortMoment(iso: string, lang: Lang): string {
  const format = { timeZone, dateStyle: 'short', timeStyle: 'short' } as const
  const text = new Intl.DateTimeFormat(locales[lang], format).format(new Date(iso)).replace(',', '')
  return withOffset(text, new Date(iso))
}

/** Returns a day for a chart: `24 déc.`. */
export function formatShortDay(iso: string, lang: Lang): string {
  return new Intl.DateTimeFormat(locales[lang], { timeZone, day: 'numeric', month: 'short' }).format(new Date(iso))
}
