import { UsageError } from './exit-codes.ts'

const SHAPE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)( UTC|Z|[+-]\d\d:\d\d)?$/

/**
 * A moment of the past as an operator types it: `2026-11-23 03:12:05`, in UTC as everything that they read, or with its
 * zone.
 * @throws UsageError
 */
export function momentOf(option: string, text: string, now: Date): Date {
  const [, day, time, zone = ''] = SHAPE.exec(text) ?? []
  const moment = new Date(`${day}T${time}${zone.replace(' UTC', '') || 'Z'}`)
  if (Number.isNaN(moment.getTime()))
    throw new UsageError(`${option} ${text} : une date avec l’heure, en UTC ou avec son fuseau : 2026-11-23 04:12:00.`)
  if (moment > now) throw new UsageError(`${option} ${text} est dans le futur.`)
  return moment
}
