import type { Lang } from './language.ts'

const locales: Record<Lang, string> = { fr: 'fr-FR', en: 'en-GB' }
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Returns the size of a file: `4,2 Mo`. */
export function formatSize(bytes: number, lang: Lang): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const size = bytes / 1000 ** power
  const format = {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: size < 10 && power ? 1 : 0,
  } as const
  return new Intl.NumberFormat(locales[lang], format).format(size)
}
