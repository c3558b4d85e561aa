import { dayInFrance } from '@tiptop/contract/day-in-france.ts'
import type { DayPeriod } from '@tiptop/contract/period.ts'

type Preset = 'today' | 'week' | 'month' | 'all'

const DAY = /^2\d{3}-\d{2}-\d{2}$/
const days: Record<Exclude<Preset, 'all'>, number> = { today: 1, week: 7, month: 30 }

/** Returns the period in an address. Leaves out an invalid day, and an end before the beginning. */
export function periodIn(params: { get(name: string): string | null }): DayPeriod {
  const [from, to] = [params.get('from'), params.get('to')].map(day => (day && isDay(day) ? day : undefined))
  return { ...(from && { from }), ...(to && !(from && to < from) && { to }) }
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
}

/**
 * Reads a day as people write it, the day first (`28/11/2026`, `1.2.2026`), or as `2026-11-28`.
 * @returns the latter, an empty text for nothing, or null for anything else
 */
export function readDay(text: string): string | null {
  const written = text.trim()
  const [, day = '', month = '', year] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(written) ?? []
  const iso = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : written
  return iso === '' || isDay(iso) ? iso : null
}

/** Returns `2026-11-28` as it is shown in a field: `28/11/2026`. */
export function writeDay(iso: string): string {
  return iso.split('-').reverse().join('/')
}

/** Returns the last days up to and including today in France. */
export function presetPeriod(preset: Preset, now: Date): DayPeriod {
  if (preset === 'all') return {}
  const to = dayInFrance(now)
  const first = new Date(Date.parse(to) - (days[preset] - 1) * 86_400_000)
  return { from: first.toISOString().slice(0, 10), to }
}

/** Returns the preset that equals the period, if any. */
export function presetOf(period: DayPeriod, now: Date): Preset | undefined {
  return (['today', 'week', 'month', 'all'] as const).find(preset => {
    const { from, to } = presetPeriod(preset, now)
    return from === period.from && to === period.to
  })
}
