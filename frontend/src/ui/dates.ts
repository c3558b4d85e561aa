import { formatDay } from '@tiptop/contract/moments.ts'
import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import { type Lang, typeset } from './language.ts'

const locales: Record<Lang, string> = { fr: 'fr-FR', en: 'en-GB' }
const timeZone = 'Europe/Paris'

/** Returns the day of the last moment before this limit. */
export function formatLastDay(limit: string, lang: Lang): string {
  return formatDay(new Date(Date.parse(limit) - 1).toISOString(), lang)
}

const inclusive: Record<Lang, string> = { fr: 'inclus', en: 'inclusive' }

const atHour: Record<Lang, (hour: string, minute: string) => string> = typeset({
  fr: (hour, minute) => `à ${Number(hour)}\u00a0h${minute === '00' ? '' : `\u00a0${minute}`}`,
  en: (hour, minute) => `at ${hour}:${minute}`,
})

/** Returns a time limit: `22 janvier 2027 inclus`, or `22 janvier 2027 à 2 h 43` if it is within a day. */
export function formatUntil(limit: string, lang: Lang): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(new Date(limit))
  if (time === '00:00:00') return `${formatLastDay(limit, lang)} ${inclusive[lang]}`
  const [hour = '', minute = ''] = time.split(':')
  return withOffset(`${formatDay(limit, lang)} ${atHour[lang](hour, minute)}`, new Date(limit))
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

/** Returns a wait, rounded up to the unit a person would use: `45 secondes`, `12 minutes`. */
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
