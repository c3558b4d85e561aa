import { dayInFrance } from '@tiptop/contract/day-in-france.ts'

/** Returns the age today in France of a person born on this day (`YYYY-MM-DD`). */
export function ageOn(birthDate: string, now: Date): number {
  const today = dayInFrance(now)
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** Returns a birth date as identity cards show it: `17/05/1990`. */
export function asOnCard(birthDate: string): string {
  const [year, month, day] = birthDate.split('-')
  return `${day}/${month}/${year}`
}
