import type { Lang } from './language.ts'

const locales: Record<Lang, string> = { fr: 'fr-FR', en: 'en-GB' }
const timeZone = 'Europe/Paris'

/** `24 décembre 2026`: the day in France, wherever the reader is. */
export function formatDay(iso: string, lang: Lang): string {
  return format(iso, lang, { dateStyle: 'long' })
}

/** French writes the first of a month as an ordinal, which Intl does not know. */
function format(iso: string, lang: Lang, style: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(locales[lang], { timeZone, ...style }).format(new Date(iso))
  return lang === 'fr' ? text.replace(/^1 /, '1er ') : text
}

/** The day that ends at, or holds, the moment before this one. */
export function formatLastDay(limit: string, lang: Lang): string {
  return formatDay(new Date(Date.parse(limit) - 1).toISOString(), lang)
}

const inclusive: Record<Lang, string> = { fr: 'inclus', en: 'inclusive' }

/** Until when something may be done: `22 janvier 2027 inclus`, and with its hour when it is not a whole day. */
export function formatUntil(limit: string, lang: Lang): string {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(new Date(limit))
  if (hour === '00:00:00') return `${formatLastDay(limit, lang)} ${inclusive[lang]}`
  return format(limit, lang, { dateStyle: 'long', timeStyle: 'short' })
}

export function formatCount(count: number, lang: Lang): string {
  return new Intl.NumberFormat(locales[lang]).format(count)
}

export function formatShare(share: number, lang: Lang): string {
  return new Intl.NumberFormat(locales[lang], { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

export function formatEuros(cents: number, lang: Lang): string {
  const fraction = cents % 100 ? 2 : 0
  const money = { style: 'currency', currency: 'EUR', minimumFractionDigits: fraction } as const
  return new Intl.NumberFormat(locales[lang], money).format(cents / 100)
}

/** `45 secondes`, `12 minutes`: a wait, rounded up to the unit a person would use. */
export function formatWait(seconds: number, lang: Lang): string {
  const [count, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5_400
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour']
  return new Intl.NumberFormat(locales[lang], { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
    Number(count),
  )
}
